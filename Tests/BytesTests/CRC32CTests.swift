import Bytes
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
    @Test(
        "published values are found",
        arguments: [
            // The check value of the catalogs, and RFC 3720 §B.4.
            (Array("123456789".utf8), 0xe306_9283), ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
            ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43), ([UInt8](0..<32), 0x46dd_794e), ([], 0),
        ] as [([UInt8], UInt32)])
    func publishedValues(bytes: [UInt8], value: UInt32) {
        #expect(CRC32C.checksum(bytes) == value)
    }

    @Test("eight bytes at once and one after the other come to the same, wherever a text begins and ends")
    func agreesWithTheDefinition() {
        let bytes = (0..<67).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
        for start in 0..<9 {
            for end in start...bytes.count {
                #expect(CRC32C.checksum(Array(bytes[start..<end])) == defined(bytes[start..<end]))
            }
        }
    }

    /// Bit by bit, as RFC 9260 appendix A defines it.
    private func defined(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var state = ~UInt32(0)
        for byte in bytes {
            state ^= UInt32(byte)
            for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0x82f6_3b78 : state >> 1 }
        }
        return ~state
    }
}
