/// Sixteen bytes as people and PostgreSQL write them (RFC 9562 §4): groups of hex digits in lower case.
package enum UUIDText {
    package static func format(_ value: UInt128) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for place in 0..<32 {
            if hyphensBefore.contains(place) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(truncatingIfNeeded: value >> UInt128(124 - 4 * place)) & 15])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)
    private static let hyphensBefore = [8, 12, 16, 20]
}
