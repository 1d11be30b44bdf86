/// One JSON text (RFC 8259) that was read once, strictly, and whole; its values stay where they stand in the bytes.
///
/// For texts of a few kilobytes on the license path: what nobody asks for is checked and never copied. What two readers
/// could understand differently is refused: names that occur twice, lone surrogates, a byte order mark, and whatever
/// follows the text.
package struct JSONText: Sendable {
    let bytes: [UInt8]
    let nodes: [JSONNode]

    /// Reads the whole of `bytes`, whose number the caller has bounded.
    package init(parsing bytes: [UInt8]) throws(Malformed) {
        try Self.requireUTF8(bytes)
        var reader = JSONReader()
        try reader.text(bytes.span)
        self.bytes = bytes
        nodes = reader.nodes
    }

    private static func requireUTF8(_ bytes: [UInt8]) throws(Malformed) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw Malformed(offset: error.byteOffsets.lowerBound, expected: "UTF-8")
        }
    }

    /// The outermost value.
    package var value: JSONItem { JSONItem(text: self, place: 0) }
}

extension JSONText {
    /// The text of a string's node.
    static func string(_ node: JSONNode, _ bytes: Span<UInt8>) -> String {
        let span = bytes.extracting(node.range)
        return node.hasEscape ? unescaped(span) : String(copyingUTF8: span)
    }

    /// Whether two strings are the same text, as `String` compares texts.
    static func areEqual(_ one: JSONNode, _ other: JSONNode, _ bytes: Span<UInt8>) -> Bool {
        guard one.isSimple, other.isSimple else { return string(one, bytes) == string(other, bytes) }
        guard one.mark == other.mark else { return false }
        return bytes.extracting(one.range).equals(bytes.extracting(other.range))
    }

    /// Of digits that stand as §6 wants them; nil when 64 bits do not hold the number.
    static func integer(_ digits: Span<UInt8>) -> Int64? {
        let isNegative = !digits.isEmpty && digits[0] == UInt8(ascii: "-")
        guard digits.count > 18 || isNegative else { return shortInteger(digits) }
        var value: Int64 = 0
        for index in (isNegative ? 1 : 0)..<digits.count {
            let digit = Int64(digits[index] &- UInt8(ascii: "0"))
            let (product, isTooBig) = value.multipliedReportingOverflow(by: 10)
            let (sum, isPastEnd) =
                isNegative
                ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            guard !isTooBig, !isPastEnd else { return nil }
            value = sum
        }
        return value
    }

    /// Of at most 18 digits, which 64 bits hold in any case.
    private static func shortInteger(_ digits: Span<UInt8>) -> Int64 {
        var value: Int64 = 0
        for index in digits.indices { value = value &* 10 &+ Int64(digits[index] &- UInt8(ascii: "0")) }
        return value
    }

    static func real(_ digits: Span<UInt8>) -> Double? {
        Double(String(copyingUTF8: digits)).flatMap { $0.isFinite ? $0 : nil }
    }

    /// The reader has found every escape good.
    private static func unescaped(_ bytes: Span<UInt8>) -> String {
        var content: [UInt8] = []
        var offset = 0
        while offset < bytes.count {
            guard bytes[offset] == UInt8(ascii: "\\") else {
                content.append(bytes[offset])
                offset += 1
                continue
            }
            var escape = JSONEscape(at: offset + 1)
            guard let scalar = try? escape.read(bytes) else { break }
            content.append(contentsOf: String(Character(scalar)).utf8)
            offset = escape.offset
        }
        return String(decoding: content, as: UTF8.self)
    }
}
