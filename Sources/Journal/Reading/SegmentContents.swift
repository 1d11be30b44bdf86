internal import Reactor

/// One segment, read a window at a time, with its batches given out one after the other.
struct SegmentContents {
    /// Where a reader stands in a segment: at the start of a batch, or behind the last one.
    struct Place: Sendable {
        let segment: SegmentFile
        let header: SegmentHeader
        let offset: Int
        let position: ChainPosition
    }

    let segment: SegmentFile
    let header: SegmentHeader
    private let folder: JournalFolder
    /// Bytes read at once; more once a batch is longer.
    private var window: Int
    /// The file from `start` on.
    private(set) var bytes: [UInt8] = []
    private var start = 0
    private var reachesEnd = false
    private(set) var offset = SegmentHeader.byteCount
    private(set) var position: ChainPosition

    /// The most that is read at once: a limit on what a foreign file makes us hold.
    static let byteCountMax = 1024 * 1024 * 1024
    /// Longer than the longest batch.
    private static let batchWindow = 2 * JournalLimits.batchBytesMax

    init(_ segment: SegmentFile, in folder: JournalFolder, window: Int = byteCountMax) throws(JournalFailure) {
        let header = try folder.header(of: segment)
        (self.segment, self.folder, self.header, self.window) = (segment, folder, header, window)
        position = ChainPosition(sequence: header.firstSequence, hash: header.previousHash)
        try fill(from: 0)
    }

    /// Goes on at a place that was reached before.
    init(resuming place: Place, in folder: JournalFolder, window: Int) throws(JournalFailure) {
        (segment, header, offset, position) = (place.segment, place.header, place.offset, place.position)
        (self.folder, self.window) = (folder, window)
        try fill(from: offset)
    }

    var place: Place { Place(segment: segment, header: header, offset: offset, position: position) }

    /// As far as the file was read.
    var end: Int { start + bytes.count }

    private mutating func fill(from start: Int) throws(JournalFailure) {
        do {
            let file = try folder.open(segment, for: .reading)
            let rest = max(0, try file.status().byteCount - start)
            bytes = try file.read(min(rest, window), at: start)
            reachesEnd = rest <= window
            self.start = start
        } catch {
            throw .system(error)
        }
    }

    /// Reads from the next batch on, and further than before if the last reading began there too; false when that was
    /// enough for any batch.
    private mutating func readOn() throws(JournalFailure) -> Bool {
        if start == offset {
            guard window < Self.batchWindow else { return false }
            window *= 2
        }
        try fill(from: offset)
        return true
    }

    private func outcome() -> BatchOutcome {
        ParsedBatch.read(bytes, at: offset - start, expecting: position, instance: header.instance)
    }

    /// The next batch, moving behind it, or why there is none.
    mutating func next() throws(JournalFailure) -> BatchOutcome {
        var outcome = outcome()
        while !reachesEnd, !outcome.isBatch, try readOn() { outcome = self.outcome() }
        if case .batch(let batch) = outcome, let last = batch.entries.last {
            offset += batch.header.extent
            position = ChainPosition(sequence: last.sequence + 1, hash: last.hash)
        }
        return outcome
    }

    /// Up to the last byte that is not zero.
    var writtenBytes: Int { start + (bytes.lastIndex { $0 != 0 } ?? -1) + 1 }

    func damage(_ kind: JournalDamage.Kind) -> JournalDamage {
        JournalDamage(kind: kind, segment: segment.name, offset: offset, sequence: position.sequence)
    }
}

extension JournalFolder {
    /// What a segment says of itself, without the records behind it.
    func header(of segment: SegmentFile) throws(JournalFailure) -> SegmentHeader {
        let head: [UInt8]
        do {
            head = try open(segment, for: .reading).read(SegmentHeader.byteCount, at: 0)
        } catch {
            throw .system(error)
        }
        guard let header = try? SegmentHeader(parsing: head), header.firstSequence == segment.firstSequence else {
            let sequence = segment.firstSequence
            throw .damaged(JournalDamage(kind: .segmentHeader, segment: segment.name, offset: 0, sequence: sequence))
        }
        return header
    }
}
