/// Sixteen bytes as people and PostgreSQL write them (RFC 9562 §4): groups of hex digits in lower case.
package enum UUIDText {
    package static func format(_ value: UInt128) -> String {
        let text = bytes(of: value)
        return String(copyingUTF8: text.span)
    }

    /// The same without a `String`.
    package static func bytes(of value: UInt128) -> InlineArray<36, UInt8> {
        var text = InlineArray<36, UInt8>(repeating: UInt8(ascii: "-"))
        let first = digits(of: UInt32(truncatingIfNeeded: value >> 96))
        let second = digits(of: UInt32(truncatingIfNeeded: value >> 64))
        let third = digits(of: UInt32(truncatingIfNeeded: value >> 32))
        let fourth = digits(of: UInt32(truncatingIfNeeded: value))
        write(first, 8, at: 0, into: &text)
        write(second, 4, at: 9, into: &text)
        write(second &>> 32, 4, at: 14, into: &text)
        write(third, 4, at: 19, into: &text)
        write(third &>> 32, 4, at: 24, into: &text)
        write(fourth, 8, at: 28, into: &text)
        return text
    }

    @inline(__always)
    private static func write(_ digits: UInt64, _ count: Int, at place: Int, into text: inout InlineArray<36, UInt8>) {
        for offset in 0..<count { text[place &+ offset] = UInt8(truncatingIfNeeded: digits &>> UInt64(8 &* offset)) }
    }

    /// The eight digits, the first in the lowest byte: all of them at once, as each is a byte of one number.
    @inline(__always)
    private static func digits(of value: UInt32) -> UInt64 {
        var nibbles = UInt64(value.byteSwapped)
        nibbles = (nibbles | nibbles &<< 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles &<< 8) & 0x00FF_00FF_00FF_00FF
        nibbles = nibbles &>> 4 & 0x000F_000F_000F_000F | (nibbles & 0x000F_000F_000F_000F) &<< 8
        // From 10 on the digits are letters, 39 characters further.
        let letters = (nibbles &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
        return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39
    }
}
