package import Reactor

/// Records that are on stable storage before anybody acts on them: one journal belongs to one loop.
///
/// The loop gathers records into a batch; a thread of the journal's own writes the batch and waits for the disk, while
/// the next one gathers. Records are opaque bytes without secrets: whoever reads the folder reads them.
package final class RecordJournal {
    private let writer: SegmentWriter
    private let settings: JournalSettings
    private var gathering = Gathering()
    private var isCommitting = false
    private var isClosed = false
    private var lastCommit = Duration.seconds(-3600)
    private var closingTimer: TimerID?
    private var tendingTimer: TimerID?

    package private(set) var statistics: JournalStatistics
    package var space: JournalSpace { statistics.space }
    package var instance: JournalInstance { writer.instance }

    /// Opens the journal in `directory`, which is made if its parent is there, and recovers it on a thread of its own.
    ///
    /// A torn tail is cut; anything else that is not as it was written is `damaged`. One opener at a time: a second one
    /// is refused with `inUse`.
    package static func open(
        in directory: String, settings: JournalSettings = JournalSettings(), on loop: isolated EventLoop
    ) async throws(JournalFailure) -> RecordJournal {
        let writer = try await SegmentWriter.start(in: JournalFolder(directory), settings)
        let journal = RecordJournal(writer, settings, await writer.tend(on: writer.thread))
        journal.tendLater(on: loop)
        return journal
    }

    private init(_ writer: SegmentWriter, _ settings: JournalSettings, _ statistics: JournalStatistics) {
        (self.writer, self.settings, self.statistics) = (writer, settings, statistics)
    }

    /// Returns the record's number once it is on stable storage.
    ///
    /// - Throws: at once `full`, `overloaded`, `unfitRecord` or `closed`; later `full` or `broken`, when the record may
    ///   or may not be found in the journal.
    package func append(_ record: [UInt8], on loop: isolated EventLoop) async throws(JournalFailure) -> UInt64 {
        let result: Result<UInt64, JournalFailure> = await withCheckedContinuation { continuation in
            do throws(JournalFailure) {
                try append(record, on: loop) { continuation.resume(returning: $0) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    /// The same without a task: `then` is called once, on the loop, in a later turn; what is thrown is not told again.
    package func append(
        _ record: [UInt8], on loop: isolated EventLoop, then: @escaping (Result<UInt64, JournalFailure>) -> Void
    ) throws(JournalFailure) {
        if isClosed { throw .closed }
        if space == .exhausted { throw .full }
        guard (1...JournalLimits.recordBytesMax).contains(record.count) else { throw .unfitRecord }
        let byteCount = try gathering.add(record, then: then)
        arrangeCommit(of: byteCount, on: loop)
    }

    /// Writes what is gathered and lets the folder go.
    package func close(on loop: isolated EventLoop) async {
        guard !isClosed else { return }
        isClosed = true
        for timer in [closingTimer, tendingTimer] { timer.map(loop.cancel) }
        while isCommitting { try? await loop.sleep(for: .milliseconds(1)) }
        if !gathering.isEmpty { await commit(on: loop) }
        await writer.close(on: writer.thread)
    }
}

extension RecordJournal {
    /// Sees to it that what is gathered is written: at the end of this turn if the disk has had its pause, and when
    /// that is over otherwise.
    private func arrangeCommit(of byteCount: Int, on loop: isolated EventLoop) {
        guard !isCommitting, !isClosed else { return }
        let isFull = byteCount >= settings.batchBytes
        if let timer = closingTimer {
            guard isFull else { return }
            loop.cancel(timer)
        }
        // The loop rounds its waits up to the next millisecond, and the delay is a promise.
        let wait = isFull ? .zero : lastCommit + settings.batchDelay - EventLoop.monotonicNow() - .milliseconds(1)
        closingTimer = loop.schedule(after: max(.zero, wait)) { [self] in
            closingTimer = nil
            isCommitting = true
            Task { await commit(on: loop) }
        }
    }

    private func commit(on loop: isolated EventLoop) async {
        isCommitting = true
        lastCommit = EventLoop.monotonicNow()
        var gathered = Gathering(like: gathering)
        swap(&gathered, &gathering)
        let (result, statistics) = await writer.commit(gathered.batch, on: writer.thread)
        self.statistics = statistics
        isCommitting = false
        gathered.tell(result)
        if !gathering.isEmpty { arrangeCommit(of: gathering.batch.payloadBytes, on: loop) }
    }

    private func tendLater(on loop: isolated EventLoop) {
        tendingTimer = loop.schedule(after: JournalLimits.tendingInterval) { [weak self] in
            guard let self else { return }
            Task { await self.tend(on: loop) }
        }
    }

    private func tend(on loop: isolated EventLoop) async {
        guard !isClosed else { return }
        statistics = await writer.tend(on: writer.thread)
        if !isClosed { tendLater(on: loop) }
    }
}
