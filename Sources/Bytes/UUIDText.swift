/// Sixteen bytes as people and PostgreSQL write them (RFC 9562 §4): groups of hex digits in lower case.
package enum UUIDText {
    package static func format(_ value: UInt128) -> String {
        let text = bytes(of: value)
        return String(copyingUTF8: text.span)
    }

    /// The same without a `String`.
    package static func bytes(of value: UInt128) -> InlineArray<36, UInt8> {
        var text = InlineArray<36, UInt8>(repeating: UInt8(ascii: "-"))
        var rest = value
        for place in (0..<36).reversed() where place != 8 && place != 13 && place != 18 && place != 23 {
            let digit = UInt8(truncatingIfNeeded: rest) & 15
            // From 10 on the digits are letters, 39 characters further.
            text[place] = UInt8(ascii: "0") &+ digit &+ (digit &+ 6) >> 4 &* 39
            rest >>= 4
        }
        return text
    }
}
