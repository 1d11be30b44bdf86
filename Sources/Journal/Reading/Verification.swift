internal import Reactor

/// Follows the chain through every segment.
struct Verification {
    private let folder: JournalFolder
    private(set) var report = JournalReport()
    /// Where the chain is, or nil before the first segment and behind damage.
    private var position: ChainPosition?

    init(_ folder: JournalFolder) { self.folder = folder }

    mutating func run() throws(JournalFailure) {
        let marks: (durable: MarkedSequence?, shipped: MarkedSequence?)
        let segments: [SegmentFile]
        do {
            // Marks first: a writer may go on meanwhile, and what it adds then is no gap.
            marks = (try folder.durable(), try folder.shipped())
            segments = try folder.segments()
        } catch {
            throw .system(error)
        }
        report.durableSequence = marks.durable?.sequence ?? 0
        report.shippedSequence = marks.shipped?.sequence ?? 0
        report.segments = segments.count
        if let first = segments.first, first.firstSequence > report.shippedSequence + 1 {
            note(.missing(through: first.firstSequence - 1), in: SegmentFile(firstSequence: 1))
        }
        for (index, segment) in segments.enumerated() {
            try follow(segment, until: index + 1 < segments.count ? segments[index + 1] : nil)
        }
        checkEnd(marks.durable, last: segments.last)
    }

    private mutating func follow(_ segment: SegmentFile, until next: SegmentFile?) throws(JournalFailure) {
        var contents: SegmentContents
        do throws(JournalFailure) {
            contents = try SegmentContents(segment, in: folder)
        } catch {
            guard case .damaged(let damage) = error else { throw error }
            report.damages.append(damage)
            position = nil
            return
        }
        report.bytes += contents.end
        join(contents)
        let last = next.map { $0.firstSequence - 1 } ?? .max
        while contents.position.sequence <= last {
            let outcome = try contents.next()
            guard case .batch(let batch) = outcome else {
                end(contents, outcome, expecting: next == nil ? nil : last)
                break
            }
            take(batch, through: last)
        }
        position = contents.position.sequence > last ? position : nil
        if next == nil { position = contents.position }
    }

    /// Whether the segment goes on where the one before it ended.
    private mutating func join(_ contents: SegmentContents) {
        if let instance = report.instance, instance != contents.header.instance {
            report.damages.append(contents.damage(.segmentHeader))
        }
        report.instance = report.instance ?? contents.header.instance
        let isFirst = contents.header.firstSequence == 1
        let expected = isFirst ? ChainPosition(sequence: 1, hash: contents.header.instance.seed) : position
        if let expected, expected != contents.position { report.damages.append(contents.damage(.chain)) }
        position = contents.position
    }

    private mutating func take(_ batch: ParsedBatch, through last: UInt64) {
        for entry in batch.entries where entry.sequence <= last {
            report.records += 1
            if report.firstSequence == 0 { report.firstSequence = entry.sequence }
            report.lastSequence = entry.sequence
            report.lastHash = entry.hash
            position = ChainPosition(sequence: entry.sequence + 1, hash: entry.hash)
        }
    }

    private mutating func end(_ contents: SegmentContents, _ outcome: BatchOutcome, expecting last: UInt64?) {
        switch outcome {
        case .damaged(let kind): report.damages.append(contents.damage(kind))
        case .torn where last == nil: report.unfinishedBytes = contents.writtenBytes - contents.offset
        case .end where last == nil: break
        case .torn, .end, .batch: report.damages.append(contents.damage(.missing(through: last ?? 0)))
        }
    }

    /// A cut at the end of a batch leaves a chain that is whole: the mark tells that more was there.
    private mutating func checkEnd(_ durable: MarkedSequence?, last: SegmentFile?) {
        guard let durable, report.damages.isEmpty else { return }
        let reached = position?.sequence ?? 1
        let isOther = reached == durable.sequence + 1 && position?.hash != durable.hash
        if isOther { return note(.chain, in: last ?? SegmentFile(firstSequence: 1)) }
        if reached <= durable.sequence {
            note(.missing(through: durable.sequence), in: last ?? SegmentFile(firstSequence: 1))
        }
    }

    private mutating func note(_ kind: JournalDamage.Kind, in segment: SegmentFile) {
        report.damages.append(
            JournalDamage(kind: kind, segment: segment.name, offset: 0, sequence: position?.sequence ?? 1))
    }
}
