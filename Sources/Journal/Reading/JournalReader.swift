internal import Reactor

/// Reads a journal, also while its owner writes it: up to what is durable, and never more.
///
/// For the shipper and for `evergrant journal`. Any thread and any process may have one; it blocks on the disk.
package struct JournalReader: Sendable {
    private let folder: JournalFolder

    package init(_ directory: String) { folder = JournalFolder(directory) }

    /// Whose journal it is; nil for a folder without one.
    package func instance() throws(JournalFailure) -> JournalInstance? {
        guard let first = try segments().first else { return nil }
        return try SegmentContents(first, in: folder).header.instance
    }

    /// Up to which number records are shipped; 0 when none is.
    package func shipped() throws(JournalFailure) -> UInt64 {
        do { return try folder.shipped()?.sequence ?? 0 } catch { throw .system(error) }
    }

    /// Up to which number records are durable; 0 when none is.
    ///
    /// Of a journal without an owner, what is there is made durable first.
    package func durable() throws(JournalFailure) -> UInt64 {
        do {
            if let lock = try folder.lock() {
                let recovery = try Recovery.run(in: folder)
                var mark = try folder.durableMark()
                let last = recovery.position.sequence - 1
                if last > 0 { try mark.advance(to: MarkedSequence(sequence: last, hash: recovery.position.hash)) }
                _ = consume lock
            }
            return try folder.durable()?.sequence ?? 0
        } catch let failure as JournalFailure {
            throw failure
        } catch let error as SystemError {
            throw .system(error)
        } catch {
            throw .closed
        }
    }

    /// The entries behind number `after`, as many as `limit` and about `bytesMax` allow, at least one if there is one.
    package func entries(
        after: UInt64, limit: Int, bytesMax: Int = 1024 * 1024
    ) throws(JournalFailure) -> [JournalEntry] {
        let durable = try durable()
        let segments = try segments()
        var entries: [JournalEntry] = []
        var bytes = 0
        for (index, segment) in segments.enumerated() {
            let next = index + 1 < segments.count ? segments[index + 1].firstSequence : .max
            guard next > after + 1 else { continue }
            var contents = try SegmentContents(segment, in: folder)
            let end = min(next - 1, durable)
            while contents.position.sequence <= end {
                guard case .batch(let batch) = contents.next() else {
                    throw .damaged(contents.damage(.missing(through: end)))
                }
                for entry in batch.entries where entry.sequence > after && entry.sequence <= end {
                    guard entries.count < limit, bytes < bytesMax else { return entries }
                    entries.append(entry)
                    bytes += entry.record.count
                }
            }
        }
        return entries
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
