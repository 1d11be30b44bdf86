internal import Bytes

/// A segment as bytes, without a file: for tests and fuzzers, which make and damage many.
package struct SegmentBytes: Equatable, Sendable {
    package enum End: Equatable, Sendable {
        case whole
        case torn
        case damaged
    }

    package let entries: [JournalEntry]
    /// How many bytes hold the header and whole batches.
    package let byteCount: Int
    package let end: End

    /// Reads what is whole; nil when even the header is not.
    package init?(reading bytes: [UInt8]) {
        guard let header = try? SegmentHeader(parsing: bytes) else { return nil }
        var position = ChainPosition(sequence: header.firstSequence, hash: header.previousHash)
        var offset = SegmentHeader.byteCount
        var entries: [JournalEntry] = []
        while case .batch(let batch) = ParsedBatch.read(
            bytes, at: offset, expecting: position, instance: header.instance), let last = batch.entries.last
        {
            entries += batch.entries
            offset += batch.header.extent
            position = ChainPosition(sequence: last.sequence + 1, hash: last.hash)
        }
        self.entries = entries
        byteCount = offset
        switch ParsedBatch.read(bytes, at: offset, expecting: position, instance: header.instance) {
        case .batch, .end: end = .whole
        case .torn: end = .torn
        case .damaged: end = .damaged
        }
    }

    /// Writes the first segment of a journal; each record must have a byte, and each batch a record.
    package static func writing(_ batches: [[[UInt8]]], instance: JournalInstance) -> [UInt8] {
        var bytes = SegmentHeader(instance: instance, firstSequence: 1, previousHash: instance.seed).bytes
        var position = ChainPosition(sequence: 1, hash: instance.seed)
        for records in batches {
            var batch = Batch()
            for record in records { batch.append(record) }
            let hash = batch.seal(firstSequence: position.sequence, after: position.hash)
            position = ChainPosition(sequence: position.sequence + UInt64(records.count), hash: hash)
            bytes += batch.bytes
        }
        return bytes
    }
}
