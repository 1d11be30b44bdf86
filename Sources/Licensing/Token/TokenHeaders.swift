internal import Bytes

/// Token headers that were read lately, by the very bytes they came in as; owned by one loop.
///
/// A header says no more than its bytes do, so nothing here can be stale or forged. Each has one slot, and the newest
/// wins it: who sends ever other headers only has them read, as without this.
package final class TokenHeaders {
    /// Keys that sign tokens at the same time, and some room.
    private static let slotsCount = 256
    /// Bytes of a header worth keeping.
    private static let lengthMax = 256

    private struct Entry {
        let encoded: [UInt8]
        let header: TokenHeader
    }

    private var slots = [Entry?](repeating: nil, count: slotsCount)

    package init() {}

    func header(in encoded: Span<UInt8>) throws(TokenRefusal) -> TokenHeader {
        guard encoded.count <= Self.lengthMax else { return try TokenHeader(encoded: encoded) }
        let slot = Int(truncatingIfNeeded: Self.mix(encoded) % UInt64(Self.slotsCount))
        if let entry = slots[slot], entry.encoded.span.equals(encoded) { return entry.header }
        let header = try TokenHeader(encoded: encoded)
        slots[slot] = Entry(encoded: [UInt8](copying: encoded), header: header)
        return header
    }

    /// FNV-1a over every third byte: whoever makes others collide costs them a reading, and nothing more.
    private static func mix(_ bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in stride(from: 0, to: bytes.count, by: 3) {
            hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
        }
        return hash ^ hash >> 32
    }
}
