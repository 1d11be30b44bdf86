internal import Bytes

/// A batch read back: whole, and continuing the chain.
struct ParsedBatch: Equatable, Sendable {
    let header: BatchHeader
    let entries: [JournalEntry]
}

/// Where a reader stands in a journal's chain.
struct ChainPosition: Equatable, Sendable {
    /// The next record's number.
    var sequence: UInt64
    /// The hash of the record before it.
    var hash: [UInt8]
}

/// What the bytes at one place of a segment are.
enum BatchOutcome: Equatable, Sendable {
    case batch(ParsedBatch)
    /// Nothing was written here, or later.
    case end
    /// A batch was begun here and not all of it arrived; nothing follows it.
    case torn
    /// What was written here has changed.
    case damaged(JournalDamage.Kind)

    var isBatch: Bool { if case .batch = self { true } else { false } }
}

extension ParsedBatch {
    /// Reads the batch at `offset`, where `bytes` reaches to the end of the segment or beyond the batch.
    static func read(
        _ bytes: [UInt8], at offset: Int, expecting position: ChainPosition, instance: JournalInstance
    ) -> BatchOutcome {
        guard offset < bytes.count, bytes[offset...].contains(where: { $0 != 0 }) else { return .end }
        let head = Array(bytes[offset..<min(offset + BatchHeader.byteCount, bytes.count)])
        guard let header = try? BatchHeader(parsing: head) else {
            return isTorn(bytes, at: offset, extent: nil) ? .torn : .damaged(.batch)
        }
        guard isIntact(bytes, at: offset, header) else {
            return isTorn(bytes, at: offset, extent: header.extent) ? .torn : .damaged(.batch)
        }
        let payload = offset + BatchHeader.byteCount..<offset + BatchHeader.byteCount + header.payloadBytes
        guard let entries = entries(of: bytes, payload, header, from: position, instance) else {
            return .damaged(.chain)
        }
        return .batch(ParsedBatch(header: header, entries: entries))
    }

    private static func isIntact(_ bytes: [UInt8], at offset: Int, _ header: BatchHeader) -> Bool {
        guard bytes.count - offset >= header.extent else { return false }
        let payload = offset + BatchHeader.byteCount..<offset + BatchHeader.byteCount + header.payloadBytes
        let endMark = bytes[payload.upperBound..<payload.upperBound + BatchHeader.endMarkBytes]
        return CRC32C.checksum(bytes.span.extracting(payload)) == header.payloadChecksum
            && endMark.reduce(0) { $0 << 8 | UInt32($1) } == BatchHeader.endMark
    }

    private static func entries(
        of bytes: [UInt8], _ payload: Range<Int>, _ header: BatchHeader, from position: ChainPosition,
        _ instance: JournalInstance
    ) -> [JournalEntry]? {
        guard header.firstSequence == position.sequence else { return nil }
        let chain = HashChain(after: position.hash)
        var entries: [JournalEntry] = []
        var offset = payload.lowerBound
        while offset < payload.upperBound {
            guard payload.upperBound - offset >= 4 else { return nil }
            let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            offset += 4
            guard (1...JournalLimits.recordBytesMax).contains(length), payload.upperBound - offset >= length else {
                return nil
            }
            let record = bytes[offset..<offset + length]
            chain.add(bytes.span.extracting(offset..<offset + length))
            let sequence = header.firstSequence + UInt64(entries.count)
            entries.append(
                JournalEntry(instance: instance, sequence: sequence, record: Array(record), hash: chain.hash))
            offset += length
        }
        return entries.count == header.recordCount && chain.hash == header.hash ? entries : nil
    }

    /// Whether what is here looks like a write that power or a signal cut short, rather than like one that changed.
    ///
    /// Segments are written into zeros, a sector at a time in any order: a write that did not end leaves a sector of
    /// zeros, or its end is missing. Intact batches behind the place speak against it: a batch is written only after
    /// the one before it is durable.
    private static func isTorn(_ bytes: [UInt8], at offset: Int, extent: Int?) -> Bool {
        let written = (bytes.lastIndex { $0 != 0 } ?? offset) + 1
        let end = extent.map { offset + $0 } ?? written
        guard !isFollowedByABatch(bytes, after: offset + 1) else { return false }
        if written < end || written < offset + BatchHeader.byteCount { return true }
        return hasSectorOfZeros(bytes, offset..<min(end, bytes.count))
    }

    private static func hasSectorOfZeros(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let sector = 512
        var start = range.lowerBound
        while start < range.upperBound {
            let next = min((start / sector + 1) * sector, range.upperBound)
            if bytes[start..<next].allSatisfy({ $0 == 0 }) { return true }
            start = next
        }
        return false
    }

    private static func isFollowedByABatch(_ bytes: [UInt8], after offset: Int) -> Bool {
        let magic = (0..<4).map { UInt8(truncatingIfNeeded: BatchHeader.magic >> UInt32(24 - 8 * $0)) }
        var index = offset
        while index + BatchHeader.byteCount <= bytes.count {
            if bytes[index] == magic[0], bytes[index..<index + 4].elementsEqual(magic),
                let header = try? BatchHeader(parsing: Array(bytes[index..<index + BatchHeader.byteCount])),
                isIntact(bytes, at: index, header)
            {
                return true
            }
            index += 1
        }
        return false
    }
}
