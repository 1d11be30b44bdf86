internal import Reactor

/// Reads a journal, also while its owner writes it: up to what is durable, and never more.
///
/// For the shipper and for `evergrant journal`. Any thread and any process may have one; it blocks on the disk.
package struct JournalReader: Sendable {
    /// Read at once: about what is asked for at once, for after an outage a larger window would stay with the process.
    private static let window = 1024 * 1024

    private let folder: JournalFolder
    /// Where the last read ended, so that the next need not begin with its segment.
    private var place: SegmentContents.Place?
    /// What a folder without an owner looked like when its records were last made durable.
    private var settled: Settled?

    private struct Settled: Equatable {
        let newest: SegmentFile?
        let durable: UInt64
    }

    package init(_ directory: String) { folder = JournalFolder(directory) }

    /// Whose journal it is; nil for a folder without one.
    package func instance() throws(JournalFailure) -> JournalInstance? {
        try segments().first.map { segment throws(JournalFailure) in try folder.header(of: segment).instance }
    }

    /// Up to which number records are shipped; 0 when none is.
    package func shipped() throws(JournalFailure) -> UInt64 {
        do { return try folder.shipped()?.sequence ?? 0 } catch { throw .system(error) }
    }

    /// Whether somebody has the journal open.
    package func isInUse() throws(JournalFailure) -> Bool {
        do {
            return try folder.lock() == nil
        } catch {
            throw .system(error)
        }
    }

    /// Up to which number records are durable; 0 when none is.
    ///
    /// Of a journal without an owner, what is there is made durable first.
    package mutating func durable() throws(JournalFailure) -> UInt64 {
        let found = Settled(newest: try segments().last, durable: try marked())
        guard found != settled, found.newest != nil else { return found.durable }
        guard try settle() else { return try marked() }
        settled = Settled(newest: found.newest, durable: try marked())
        return settled?.durable ?? 0
    }

    /// Does what an owner would do first; false when there is one.
    private func settle() throws(JournalFailure) -> Bool {
        do {
            guard let lock = try folder.lock() else { return false }
            let recovery = try Recovery.run(in: folder)
            let last = recovery.position.sequence - 1
            if last > 0 {
                var mark = try folder.durableMark()
                try mark.advance(to: MarkedSequence(sequence: last, hash: recovery.position.hash))
            }
            _ = consume lock
            return true
        } catch let failure as JournalFailure {
            throw failure
        } catch let error as SystemError {
            throw .system(error)
        } catch {
            throw .closed
        }
    }

    private func marked() throws(JournalFailure) -> UInt64 {
        do { return try folder.durable()?.sequence ?? 0 } catch { throw .system(error) }
    }

    /// The entries behind number `after`, as many as `limit` and about `bytesMax` allow, at least one if there is one.
    package mutating func entries(
        after: UInt64, limit: Int, bytesMax: Int = 1024 * 1024
    ) throws(JournalFailure) -> [JournalEntry] {
        let durable = try durable()
        let segments = try segments()
        var taken = Taken(after: after, limit: limit, bytesMax: bytesMax)
        for (index, segment) in segments.enumerated() {
            let next = index + 1 < segments.count ? segments[index + 1].firstSequence : .max
            guard after < durable, next - 1 > after, !taken.isFull else { continue }
            var contents = try contents(of: segment, upTo: after)
            try take(from: &contents, through: min(next - 1, durable), into: &taken)
        }
        return taken.entries
    }

    private mutating func take(
        from contents: inout SegmentContents, through last: UInt64, into taken: inout Taken
    ) throws(JournalFailure) {
        while contents.position.sequence <= last, !taken.isFull {
            place = contents.place
            guard case .batch(let batch) = try contents.next() else {
                throw .damaged(contents.damage(.missing(through: last)))
            }
            for entry in batch.entries where entry.sequence <= last { taken.add(entry) }
        }
    }

    private func contents(of segment: SegmentFile, upTo after: UInt64) throws(JournalFailure) -> SegmentContents {
        if let place, place.segment == segment, place.position.sequence <= after.saturatedSuccessor {
            return try SegmentContents(resuming: place, in: folder, window: Self.window)
        }
        return try SegmentContents(segment, in: folder, window: Self.window)
    }

    /// Reads everything, and compares it with its checksums, its chain and the marks beside it; changes nothing.
    package func verify() throws(JournalFailure) -> JournalReport {
        var verification = Verification(folder)
        try verification.run()
        return verification.report
    }

    /// Notes durably that records up to `sequence` are in the primary; never goes back.
    package func markShipped(upTo sequence: UInt64) throws(JournalFailure) {
        do {
            var mark = try folder.shippedMark()
            try mark.advance(to: MarkedSequence(sequence: sequence, hash: [UInt8](repeating: 0, count: 32)))
            try mark.synchronize()
        } catch {
            throw .system(error)
        }
    }

    private func segments() throws(JournalFailure) -> [SegmentFile] {
        do { return try folder.segments() } catch { throw .system(error) }
    }
}

/// What a read has gathered so far.
private struct Taken {
    let after: UInt64
    let limit: Int
    let bytesMax: Int
    private(set) var entries: [JournalEntry] = []
    private var byteCount = 0

    init(after: UInt64, limit: Int, bytesMax: Int) {
        (self.after, self.limit, self.bytesMax) = (after, limit, bytesMax)
    }

    var isFull: Bool { entries.count >= limit || byteCount >= bytesMax }

    mutating func add(_ entry: JournalEntry) {
        guard entry.sequence > after, !isFull else { return }
        entries.append(entry)
        byteCount += entry.record.count
    }
}

extension UInt64 {
    fileprivate var saturatedSuccessor: UInt64 { self == .max ? self : self + 1 }
}
