internal import Bytes
internal import Cryptography

/// What stands before the records that were made durable together.
struct BatchHeader: Equatable, Sendable {
    static let magic: UInt32 = 0x4556_4742  // "EVGB"
    static let endMark: UInt32 = 0x4556_4745  // "EVGE", after the records: its absence tells a tear from a change
    static let byteCount = 60
    static let endMarkBytes = 4

    let payloadBytes: Int
    let recordCount: Int
    let firstSequence: UInt64
    /// The chain's hash after the last record.
    let hash: [UInt8]
    let payloadChecksum: UInt32

    /// From the first byte of the header to the last of the end mark.
    var extent: Int { Self.byteCount + payloadBytes + Self.endMarkBytes }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        bytes.append(bigEndian: Self.magic)
        bytes.append(bigEndian: UInt32(payloadBytes))
        bytes.append(bigEndian: UInt32(recordCount))
        bytes.append(bigEndian: firstSequence)
        bytes += hash
        bytes.append(bigEndian: payloadChecksum)
        bytes.append(bigEndian: CRC32C.checksum(bytes))
        return bytes
    }
}

extension BatchHeader {
    init(parsing bytes: [UInt8]) throws(Malformed) {
        var cursor = ByteCursor()
        guard try cursor.next(UInt32.self, in: bytes) == Self.magic else { throw cursor.expected("a batch") }
        let payloadBytes = Int(try cursor.next(UInt32.self, in: bytes))
        let recordCount = Int(try cursor.next(UInt32.self, in: bytes))
        let firstSequence = try cursor.next(UInt64.self, in: bytes)
        let hash = try cursor.next(SHA256.byteCount, in: bytes)
        let payloadChecksum = try cursor.next(UInt32.self, in: bytes)
        let checksum = CRC32C.checksum(bytes.span.extracting(first: cursor.offset))
        guard try cursor.next(UInt32.self, in: bytes) == checksum else { throw cursor.expected("the checksum") }
        let isBounded =
            (1...JournalLimits.batchBytesMax).contains(payloadBytes)
            && (1...payloadBytes).contains(recordCount) && firstSequence <= UInt64.max - UInt64(recordCount)
        guard isBounded else { throw cursor.expected("a batch within bounds") }
        self.init(
            payloadBytes: payloadBytes, recordCount: recordCount, firstSequence: firstSequence, hash: hash,
            payloadChecksum: payloadChecksum)
    }
}
