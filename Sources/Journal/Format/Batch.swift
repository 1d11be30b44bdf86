internal import Bytes

/// Records on their way to the disk: framed on the loop, numbered and chained by the writer.
struct Batch: Sendable {
    /// Room for the header, then each record behind its length.
    private(set) var bytes: [UInt8]
    private(set) var recordCount = 0

    init(reserving byteCount: Int = 0) {
        bytes = []
        bytes.reserveCapacity(byteCount)
        bytes.append(contentsOf: repeatElement(0, count: BatchHeader.byteCount))
    }

    var payloadBytes: Int { bytes.count - BatchHeader.byteCount }
    /// What the batch will take on the disk.
    var extent: Int { bytes.count + BatchHeader.endMarkBytes }

    /// How many there would be with `record` too.
    func payloadBytes(with record: [UInt8]) -> Int { payloadBytes + Self.lengthBytes + record.count }

    /// Adds a record behind its length.
    mutating func append(_ record: [UInt8]) {
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: record.count))  // At most 64 KiB.
        bytes.append(contentsOf: record)
        recordCount += 1
    }

    private static let lengthBytes = 4

    /// Fills the header in and returns the chain's hash after the last record.
    mutating func seal(firstSequence: UInt64, after hash: [UInt8]) -> [UInt8] {
        let chain = HashChain(after: hash)
        var offset = BatchHeader.byteCount
        for _ in 0..<recordCount {
            let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])  // a record is shorter than 64 KiB
            chain.add(bytes.span.extracting(offset + 4..<offset + 4 + length))
            offset += 4 + length
        }
        let last = chain.hash
        let header = BatchHeader(
            payloadBytes: payloadBytes, recordCount: recordCount, firstSequence: firstSequence, hash: last,
            payloadChecksum: CRC32C.checksum(bytes.span.extracting(BatchHeader.byteCount..<bytes.count)))
        bytes.replaceSubrange(0..<BatchHeader.byteCount, with: header.bytes)
        bytes.append(bigEndian: BatchHeader.endMark)
        return last
    }
}
