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

    /// Adds the record that `write` appends to the bytes it is given, behind its length; returns how long it is.
    mutating func append(_ write: (inout [UInt8]) -> Void) -> Int {
        let start = bytes.count + Self.lengthBytes
        bytes.append(bigEndian: UInt32(0))
        write(&bytes)
        let count = bytes.count - start
        for place in 1...Self.lengthBytes { bytes[start - place] = UInt8(truncatingIfNeeded: count >> (8 * place - 8)) }
        recordCount += 1
        return count
    }

    mutating func append(_ record: [UInt8]) { _ = append { $0.append(contentsOf: record) } }

    /// Takes back the record just added, which has `count` bytes.
    mutating func removeLast(_ count: Int) {
        bytes.removeLast(Self.lengthBytes + count)
        recordCount -= 1
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
