internal import Bytes
internal import Cryptography

/// What stands at the start of a segment: whose it is, and where in the chain it continues.
struct SegmentHeader: Equatable, Sendable {
    static let magic = Array("EVGJRNL\n".utf8)
    static let formatVersion: UInt32 = 1
    static let byteCount = 72

    let instance: JournalInstance
    let firstSequence: UInt64
    /// The chain's hash before the first record.
    let previousHash: [UInt8]

    var bytes: [UInt8] {
        var bytes = Self.magic
        bytes.append(bigEndian: Self.formatVersion)
        bytes += instance.bytes
        bytes.append(bigEndian: firstSequence)
        bytes += previousHash
        bytes.append(bigEndian: CRC32C.checksum(bytes))
        return bytes
    }
}

extension SegmentHeader {
    /// Reads the first bytes of a segment; what a newer version wrote is refused, not guessed at.
    init(parsing bytes: [UInt8]) throws(Malformed) {
        var cursor = ByteCursor()
        guard try cursor.next(Self.magic.count, in: bytes) == Self.magic else { throw cursor.expected("the magic") }
        guard try cursor.next(UInt32.self, in: bytes) == Self.formatVersion else {
            throw cursor.expected("format version \(Self.formatVersion)")
        }
        guard let instance = JournalInstance(bytes: try cursor.next(JournalInstance.byteCount, in: bytes)) else {
            throw cursor.expected("an instance")
        }
        let firstSequence = try cursor.next(UInt64.self, in: bytes)
        let previousHash = try cursor.next(SHA256.byteCount, in: bytes)
        let checksum = CRC32C.checksum(bytes.span.extracting(first: cursor.offset))
        guard try cursor.next(UInt32.self, in: bytes) == checksum, firstSequence > 0 else {
            throw cursor.expected("the header's checksum")
        }
        self.init(instance: instance, firstSequence: firstSequence, previousHash: previousHash)
    }
}
