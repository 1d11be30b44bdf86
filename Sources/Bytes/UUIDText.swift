/// Sixteen bytes as people and PostgreSQL write them (RFC 9562 §4): groups of hex digits in lower case.
package enum UUIDText {
    package static func format(_ value: UInt128) -> String {
        let text = bytes(of: value)
        return String(copyingUTF8: text.span)
    }

    /// The same without a `String`.
    package static func bytes(of value: UInt128) -> InlineArray<36, UInt8> {
        var text = InlineArray<36, UInt8>(repeating: UInt8(ascii: "-"))
        let halves = (UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value))
        var place = 0
        for half in [halves.0, halves.1] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) {
                if place == 8 || place == 13 || place == 18 || place == 23 { place += 1 }
                let digit = UInt8(truncatingIfNeeded: half >> shift & 15)
                text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                place += 1
            }
        }
        return text
    }
}
