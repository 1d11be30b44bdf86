import Cryptography
import Testing

@Suite("Constant-time comparison")
struct ConstantTimeTests {
    @Test("equal bytes are equal", arguments: [0, 1, 8, 32, 43])
    func equal(count: Int) {
        let bytes = [UInt8](repeating: 7, count: count)
        #expect(constantTimeEquals(bytes, [UInt8](repeating: 7, count: count)))
    }

    @Test("a difference in any byte is seen", arguments: 0..<43)
    func different(place: Int) {
        let bytes = [UInt8](repeating: 7, count: 43)
        var other = bytes
        other[place] ^= 0x80

        #expect(!constantTimeEquals(bytes, other))
    }

    @Test("a prefix is not the whole")
    func lengths() {
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
        #expect(!constantTimeEquals([], [0]))
        #expect(!constantTimeEquals([0], []))
    }
}
