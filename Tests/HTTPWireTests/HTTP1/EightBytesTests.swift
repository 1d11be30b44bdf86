import Testing

@testable import HTTPWire

@Suite("Eight bytes at a time")
struct EightBytesTests {
    /// `byte` in one of eight places, `other` in the seven others.
    private static func words(_ byte: UInt8, among other: UInt8) -> [(place: Int, word: UInt64)] {
        (0..<8).map { place in
            var word = UInt64(other) &* 0x0101_0101_0101_0101
            word &= ~(0xFF << UInt64(8 * place))
            return (place, word | UInt64(byte) << UInt64(8 * place))
        }
    }

    @Test("a byte that is neither letter nor digit nor hyphen is found wherever it stands, and only there")
    func findsNotPlain() {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-".utf8)
        for byte in UInt8.min...UInt8.max {
            for (place, word) in Self.words(byte, among: UInt8(ascii: "z")) {
                #expect(EightBytes.notPlain(word) == (plain.contains(byte) ? 0 : 0x80 << UInt64(8 * place)))
            }
        }
    }

    @Test(
        "the first control byte is found wherever it stands, whatever stands beside it",
        arguments: [UInt8(ascii: "a"), UInt8(ascii: " "), 0x21, 0x7E, 0x80, 0xFF])
    func findsControls(other: UInt8) {
        for byte in UInt8.min...UInt8.max {
            let isControl = byte < 0x20 || byte == 0x7F
            for (place, word) in Self.words(byte, among: other) {
                let found = EightBytes.controls(word)
                #expect((found != 0) == isControl)
                if isControl { #expect(found.trailingZeroBitCount / 8 == place) }
            }
        }
    }

    @Test(
        "the first byte that ends a path, or is none of it, is found wherever it stands",
        arguments: [UInt8(ascii: "a"), 0x22, 0x24, 0x3E, 0x40, 0x7E])
    func findsNotPath(other: UInt8) {
        for byte in UInt8.min...UInt8.max {
            let isOther = byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "?")
            for (place, word) in Self.words(byte, among: other) {
                let found = EightBytes.notPath(word)
                #expect((found != 0) == isOther)
                if isOther { #expect(found.trailingZeroBitCount / 8 == place) }
            }
        }
    }
}
