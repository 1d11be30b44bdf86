/// A function with a body, found by its keyword and measured by its braces.
struct MeasuredFunction: Equatable {
    let line: Int
    /// Lines between the braces; a function on one line has one.
    let length: Int
}

/// Finds every `func`, `init`, `deinit`, `subscript` and computed `var` that has a body.
struct FunctionScanner {
    private let bytes: [UInt8]
    /// Where each word starts, in order.
    private let words: [Word]
    private let lineOfByte: [Int]

    private struct Word {
        let text: String
        let range: Range<Int>
    }

    /// - Parameter code: Swift with its prose blanked out; a brace in a string would count as one.
    init(code: some StringProtocol) {
        bytes = Array(code.utf8)
        var line = 1
        lineOfByte = bytes.map { byte in
            defer { if byte == UInt8(ascii: "\n") { line += 1 } }
            return line
        }
        words = Self.words(in: bytes)
    }

    var functions: [MeasuredFunction] {
        words.indices.compactMap { index in
            guard declaresFunction(at: index), let body = body(after: words[index].range.upperBound) else { return nil }
            let lines = lineOfByte[body.upperBound] - lineOfByte[body.lowerBound]
            return MeasuredFunction(line: lineOfByte[words[index].range.lowerBound], length: max(lines - 1, 1))
        }
    }

    /// `init` after a dot is a call, and a `var` in a condition or a pattern is a binding.
    private func declaresFunction(at index: Int) -> Bool {
        let word = words[index]
        switch word.text {
        case "func", "deinit", "subscript": return true
        case "init": return word.range.lowerBound == 0 || bytes[word.range.lowerBound - 1] != UInt8(ascii: ".")
        case "var":
            guard index > 0, line(of: words[index - 1]) == line(of: word) else { return true }
            return !["if", "guard", "while", "for", "case", "catch", "let"].contains(words[index - 1].text)
        default: return false
        }
    }

    private func line(of word: Word) -> Int { lineOfByte[word.range.lowerBound] }

    /// The braces of the body, or nil for a requirement or a stored property, which have none.
    private func body(after start: Int) -> ClosedRange<Int>? {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "{"): return closing(of: index).map { index...$0 }
            case UInt8(ascii: "("), UInt8(ascii: "["): index = closing(of: index) ?? bytes.count
            case UInt8(ascii: "}"), UInt8(ascii: "="):
                guard bytes[index] == UInt8(ascii: "="), isOperatorName(at: index, after: start) else { return nil }
            case UInt8(ascii: "\n") where declarationEnds(at: index): return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    /// `static func == (a, b)`: the signs right behind the keyword are its name.
    private func isOperatorName(at index: Int, after start: Int) -> Bool {
        bytes[start...index].allSatisfy { !isWordByte($0) && $0 != UInt8(ascii: "(") }
    }

    /// A line that starts with none of these begins something else.
    private func declarationEnds(at newline: Int) -> Bool {
        let rest = bytes[(newline + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        return !["{", "->", "where ", "async", "throws", "rethrows", ")"].contains { rest.starts(with: $0.utf8) }
    }

    private func closing(of start: Int) -> Int? {
        var depth = 0
        for index in start..<bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            if depth == 0 { return index }
        }
        return nil
    }

    private static func words(in bytes: [UInt8]) -> [Word] {
        var words: [Word] = []
        var start: Int?
        for index in 0...bytes.count {
            let isInWord = index < bytes.count && isWordByte(bytes[index])
            if isInWord { start = start ?? index }
            guard !isInWord, let first = start else { continue }
            words.append(Word(text: String(decoding: bytes[first..<index], as: UTF8.self), range: first..<index))
            start = nil
        }
        return words
    }
}

/// Letters, digits, `_`, the backtick of an escaped name, and everything beyond ASCII.
func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "`"), 0x80...0xFF: true
    default: false
    }
}
