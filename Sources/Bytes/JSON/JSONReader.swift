/// Walks over the bytes of one JSON text, which are known to be UTF-8.
///
/// Recursion is bounded by `JSONValue.depthMax`, every loop by the bytes at hand.
struct JSONReader {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func text() throws(Malformed) -> JSONValue {
        let value = try value(depth: 0)
        skipWhitespace()
        guard offset == bytes.count else { throw expected("the end of the text") }
        return value
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(Malformed) -> JSONValue {
        skipWhitespace()
        switch current {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .boolean(true))
        case UInt8(ascii: "f"): return try literal("false", .boolean(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func literal(_ word: String, _ value: JSONValue) throws(Malformed) -> JSONValue {
        guard bytes[offset...].starts(with: word.utf8) else { throw expected(word) }
        offset += word.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(Malformed) -> JSONObject {
        try enter(depth)
        var members: [String: JSONValue] = [:]
        guard !skip("}") else { return JSONObject(members) }
        repeat {
            skipWhitespace()
            let start = offset
            let name = try string()
            // RFC 8259 §4 leaves repeated names to the reader; two readers who choose differently are an attack.
            guard members[name] == nil else { throw Malformed(offset: start, expected: "a name not used before") }
            try require(":")
            members[name] = try value(depth: depth)
        } while skip(",")
        try require("}")
        return JSONObject(members)
    }

    private mutating func array(depth: Int) throws(Malformed) -> [JSONValue] {
        try enter(depth)
        var elements: [JSONValue] = []
        guard !skip("]") else { return elements }
        repeat { elements.append(try value(depth: depth)) } while skip(",")
        try require("]")
        return elements
    }

    private mutating func enter(_ depth: Int) throws(Malformed) {
        guard depth <= JSONValue.depthMax else { throw expected("at most \(JSONValue.depthMax) levels") }
        offset += 1
    }

    // MARK: Numbers (§6)

    private mutating func number() throws(Malformed) -> JSONValue {
        let start = offset
        _ = accept("-")
        if !accept("0") { try digits("a value") }
        var isInteger = true
        if accept(".") {
            isInteger = false
            try digits("a digit")
        }
        if accept("e") || accept("E") {
            isInteger = false
            _ = accept("+") || accept("-")
            try digits("a digit")
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isInteger, let value = Int64(text) { return .integer(value) }
        if !isInteger, let value = Double(text), value.isFinite { return .real(value) }
        throw Malformed(offset: start, expected: "a number of 64 bits")
    }

    /// One digit or more.
    private mutating func digits(_ what: String) throws(Malformed) {
        guard isDigit(current) else { throw expected(what) }
        while isDigit(current) { offset += 1 }
    }

    private func isDigit(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
    }

    // MARK: Strings (§7)

    private mutating func string() throws(Malformed) -> String {
        guard accept("\"") else { throw expected("a string") }
        let start = offset
        skipPlainCharacters()
        if accept("\"") { return String(decoding: bytes[start..<offset - 1], as: UTF8.self) }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws(Malformed) -> String {
        var content = Array(bytes[start..<offset])
        while !accept("\"") {
            guard accept("\\") else { throw expected("a character or the end of the string") }
            content.append(contentsOf: try escape().utf8)
            let plain = offset
            skipPlainCharacters()
            content.append(contentsOf: bytes[plain..<offset])
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// Stops at the closing quote, at an escape, at a control character and at the end.
    private mutating func skipPlainCharacters() {
        while let byte = current, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { offset += 1 }
    }

    private mutating func escape() throws(Malformed) -> Unicode.Scalar {
        guard let letter = current else { throw expected("an escape") }
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw Malformed(offset: offset - 1, expected: "an escape")
        }
    }

    /// One `\uXXXX`, or the two that make a surrogate pair (§7); a surrogate alone is no character.
    private mutating func escapedScalar() throws(Malformed) -> Unicode.Scalar {
        let start = offset
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, accept("\\"), accept("u") else { throw Malformed(offset: start, expected: "a pair") }
        let second = try codeUnit()
        guard 0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + UInt32(first - 0xD800) << 10 + UInt32(second - 0xDC00))
        else { throw Malformed(offset: start, expected: "a pair of surrogates") }
        return scalar
    }

    private mutating func codeUnit() throws(Malformed) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = current.flatMap(Hex.value(of:)) else { throw expected("a hex digit") }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }

    // MARK: Bytes

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func expected(_ what: String) -> Malformed { Malformed(offset: offset, expected: what) }

    private mutating func skipWhitespace() {
        while let byte = current, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { offset += 1 }
    }

    /// Takes `character` if it stands right here.
    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    /// Takes `character` if it comes next, after white space.
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipWhitespace()
        return accept(character)
    }

    private mutating func require(_ character: Unicode.Scalar) throws(Malformed) {
        guard skip(character) else { throw expected("'\(character)'") }
    }
}
