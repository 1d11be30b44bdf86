/// Swift source with its prose blanked out, so that a rule sees code and nothing that merely looks like it.
///
/// A scanner and no parser: it knows comments (nested too), plain, raw and multi-line strings with interpolations,
/// and regex literals. Every newline stays, so line numbers hold.
struct SwiftCode {
    private let bytes: [UInt8]
    private var kept: [UInt8]
    private var position = 0
    /// What stands open: a string, or the code of an interpolation inside one.
    private var open: [Context] = []

    private enum Context {
        case string(hashes: Int, isMultiline: Bool)
        case interpolation(depth: Int)
    }

    init(_ text: String) {
        bytes = Array(text.utf8)
        kept = bytes
    }

    var withoutProse: String {
        var scanner = self
        while scanner.position < scanner.bytes.count { scanner.step() }
        return String(decoding: scanner.kept, as: UTF8.self)
    }

    private mutating func step() {
        if case .string(let hashes, let isMultiline) = open.last {
            stepInString(hashes: hashes, isMultiline: isMultiline)
        } else {
            stepInCode()
        }
    }

    // MARK: - Code

    private mutating func stepInCode() {
        if starts(with: "//") {
            while position < bytes.count && bytes[position] != Character.newline { blank() }
        } else if starts(with: "/*") {
            blankComment()
        } else if let (hashes, isMultiline) = stringStart() {
            position += hashes + (isMultiline ? 3 : 1)
            open.append(.string(hashes: hashes, isMultiline: isMultiline))
        } else if let length = regexLength() {
            blank(length)
        } else {
            followParentheses()
            position += 1
        }
    }

    private mutating func blankComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") { depth += 1 }
            if starts(with: "*/") { depth -= 1 }
            blank(starts(with: "/*") || starts(with: "*/") ? 2 : 1)
        } while depth > 0 && position < bytes.count
    }

    /// A parenthesis too many ends the interpolation and gives the rest back to its string.
    private mutating func followParentheses() {
        guard case .interpolation(let depth) = open.last else { return }
        switch bytes[position] {
        case UInt8(ascii: "("): open[open.count - 1] = .interpolation(depth: depth + 1)
        case UInt8(ascii: ")") where depth == 1: open.removeLast()
        case UInt8(ascii: ")"): open[open.count - 1] = .interpolation(depth: depth - 1)
        default: break
        }
    }

    // MARK: - Strings

    private func stringStart() -> (hashes: Int, isMultiline: Bool)? {
        let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
        let rest = bytes[(position + hashes)...]
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        return (hashes, rest.starts(with: "\"\"\"".utf8))
    }

    private mutating func stepInString(hashes: Int, isMultiline: Bool) {
        let fence = String(repeating: "#", count: hashes)
        let quote = (isMultiline ? "\"\"\"" : "\"") + fence
        if starts(with: quote) {
            position += quote.utf8.count
            open.removeLast()
        } else if starts(with: "\\\(fence)(") {
            position += 2 + hashes
            open.append(.interpolation(depth: 1))
        } else if starts(with: "\\\(fence)") {
            blank(2 + hashes)
        } else if bytes[position] == Character.newline && !isMultiline {
            open.removeLast()  // Not Swift: better to lose one line than the rest of the file.
        } else {
            blank()
        }
    }

    // MARK: - Regex literals

    /// `/…/` where an expression may begin, closed on its own line; anything else is a division.
    private func regexLength() -> Int? {
        guard bytes[position] == UInt8(ascii: "/"), position + 1 < bytes.count else { return nil }
        guard bytes[position + 1] != UInt8(ascii: " "), expressionMayBegin() else { return nil }
        var end = position + 1
        while end < bytes.count, bytes[end] != Character.newline {
            if bytes[end] == UInt8(ascii: "/") { return end + 1 - position }
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private func expressionMayBegin() -> Bool {
        guard let before = bytes[..<position].last(where: { $0 != UInt8(ascii: " ") }) else { return true }
        return "(,=:[{!&|#\n".utf8.contains(before)
    }

    // MARK: - Bytes

    private enum Character {
        static let newline = UInt8(ascii: "\n")
    }

    private func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private mutating func blank(_ count: Int = 1) {
        for index in position..<min(position + count, bytes.count) where bytes[index] != Character.newline {
            kept[index] = UInt8(ascii: " ")
        }
        position = min(position + count, bytes.count)
    }
}
