internal import Glibc
internal import Reactor

/// Takes whole batches and makes them durable one after the other, on a thread that may wait for the disk.
final class SegmentWriter: @unchecked Sendable {  // Unchecked: touched on its thread only.
    let thread: EventLoop
    private let folder: JournalFolder
    private let settings: JournalSettings
    private let lock: FolderLock
    private var durable: SequenceMark

    let instance: JournalInstance
    private var position: ChainPosition
    private var active: ActiveSegment?
    /// Bytes of all segments but the active one.
    private var sealedBytes = 0
    private var statistics = JournalStatistics()
    /// What the file system had left when last asked.
    private var freeBytes = Int.max
    /// Storage failed, and is not tried before this time.
    private var failed: (failure: JournalFailure, until: Duration)?

    /// Recovers the journal; blocks while it does.
    init(
        _ folder: JournalFolder, _ settings: JournalSettings, lock: consuming FolderLock, thread: EventLoop
    ) throws(JournalFailure) {
        let recovery = try Recovery.run(in: folder)
        do {
            durable = try folder.durableMark()
            let last = recovery.position.sequence - 1
            if last > 0 { try durable.advance(to: MarkedSequence(sequence: last, hash: recovery.position.hash)) }
            sealedBytes = try folder.byteCount()
        } catch {
            throw .system(error)
        }
        (self.folder, self.settings, self.thread) = (folder, settings, thread)
        self.lock = lock
        instance = recovery.instance
        position = recovery.position
        statistics.cutBytes = recovery.cutBytes
        statistics.newestSequence = position.sequence - 1
    }
}

extension SegmentWriter {
    /// Makes a batch durable, and returns the number of its first record.
    func commit(_ batch: consuming Batch, on thread: isolated EventLoop) -> (
        Result<UInt64, JournalFailure>, JournalStatistics
    ) {
        let result: Result<UInt64, JournalFailure>
        do throws(JournalFailure) {
            result = .success(try write(batch))
        } catch {
            statistics.failedBatches += 1
            result = .failure(error)
        }
        measureSpace()
        return (result, statistics)
    }

    /// Looks after space and old segments.
    func tend(on thread: isolated EventLoop) -> JournalStatistics {
        if active == nil, failed == nil { try? begin() }
        prune()
        measureFreeSpace()
        measureSpace()
        return statistics
    }

    /// Leaves nothing behind that a reader would have to guess about.
    func close(on thread: isolated EventLoop) {
        if let active = active.take() { sealedBytes += active.seal() }
        try? durable.synchronize()
        thread.stop()
    }

    private func write(_ batch: consuming Batch) throws(JournalFailure) -> UInt64 {
        let now = EventLoop.monotonicNow()
        if let failed, now < failed.until { throw failed.failure }
        failed = nil
        guard usedBytes + SegmentHeader.byteCount + batch.extent <= settings.diskBytes || isPrepared(for: batch) else {
            throw .full
        }
        let count = UInt64(batch.recordCount)
        do {
            try append(batch)
        } catch {
            // Never again into this segment: what the kernel now calls clean may not be on the disk.
            if let active = active.take() { sealedBytes += active.prepared }
            let failure: JournalFailure = error.isLackOfSpace ? .full : .broken(error)
            failed = (failure, now + JournalLimits.retryDelay)
            throw failure
        }
        statistics.batches += 1
        statistics.records += count
        statistics.newestSequence = position.sequence - 1
        statistics.lastBatchDuration = EventLoop.monotonicNow() - now
        return position.sequence - count
    }

    /// Uses the batch up: nobody else holds its bytes, so sealing it copies none of them.
    private func append(_ batch: consuming Batch) throws(SystemError) {
        if let end = active?.end, end >= settings.segmentBytes, let full = active.take() { sealedBytes += full.seal() }
        if active == nil { try begin() }
        let hash = batch.seal(firstSequence: position.sequence, after: position.hash)
        let budget = settings.diskBytes - usedBytes
        try active?.prepare(for: batch.bytes.count, size: settings.segmentBytes, budget: budget)
        try active?.append(batch.bytes)
        position = ChainPosition(sequence: position.sequence + UInt64(batch.recordCount), hash: hash)
        // Too low a mark, which is all a failure here can leave, is believed by nobody.
        try? durable.advance(to: MarkedSequence(sequence: position.sequence - 1, hash: hash))
    }

    /// Begins a segment where the chain is; over one of the same name, which then holds nothing durable.
    private func begin() throws(SystemError) {
        let header = SegmentHeader(instance: instance, firstSequence: position.sequence, previousHash: position.hash)
        active = try ActiveSegment.create(
            header, in: folder, size: settings.segmentBytes, budget: settings.diskBytes - usedBytes)
        let all = try folder.byteCount()
        sealedBytes = all - (active?.prepared ?? 0)
    }

    private var usedBytes: Int { sealedBytes + (active?.prepared ?? 0) }

    private func isPrepared(for batch: Batch) -> Bool {
        guard let end = active?.end, let prepared = active?.prepared else { return false }
        return end < settings.segmentBytes && end + batch.extent <= prepared
    }

    /// Removes the oldest segments that are wholly shipped and past their time, or in the way.
    private func prune() {
        guard let shipped = try? folder.shipped(), let segments = try? folder.segments() else { return }
        statistics.shippedSequence = shipped.sequence
        for (segment, next) in zip(segments, segments.dropFirst()) {
            guard next.firstSequence <= shipped.sequence + 1, mayGo(segment) else { break }
            guard (try? folder.folder.remove(segment.name)) != nil else { break }
            sealedBytes = (try? folder.byteCount()).map { $0 - (active?.prepared ?? 0) } ?? sealedBytes
        }
    }

    private func mayGo(_ segment: SegmentFile) -> Bool {
        if settings.diskBytes - usedBytes < settings.lowBytes { return true }
        guard let modified = try? folder.open(segment, for: .reading).status().modified else { return false }
        return .seconds(time(nil) - modified) >= settings.retention
    }

    private func measureFreeSpace() {
        freeBytes = (try? folder.folder.freeBytes()) ?? 0
        statistics.segments = (try? folder.segments().count) ?? statistics.segments
    }

    private func measureSpace() {
        statistics.usedBytes = usedBytes
        statistics.budgetBytes = settings.diskBytes
        let inHand = (active?.prepared ?? 0) - (active?.end ?? 0)
        statistics.leftBytes = max(0, min(settings.diskBytes - usedBytes, freeBytes) + inHand)
        statistics.space = space
    }

    private var space: JournalSpace {
        if statistics.leftBytes < JournalLimits.recordBytesMax * 2 || failed?.failure == .full { return .exhausted }
        return statistics.leftBytes < settings.lowBytes ? .low : .ample
    }
}

extension JournalFolder {
    /// What all segments together take.
    func byteCount() throws(SystemError) -> Int {
        var sum = 0
        for segment in try segments() { sum += try open(segment, for: .reading).status().byteCount }
        return sum
    }
}

extension SegmentWriter {
    /// Takes the folder and recovers it, on the thread that the writer then keeps.
    static func start(in folder: JournalFolder, _ settings: JournalSettings) async throws(JournalFailure)
        -> SegmentWriter
    {
        let thread: EventLoop
        do { thread = try EventLoop.start(named: "journal") } catch { throw .system(error) }
        var result = await recovered(folder, settings, on: thread)
        // A reader that looks after a folder without an owner has it for a moment.
        for _ in 0..<10 where result.isInUse {
            try? await thread.sleep(for: .milliseconds(50))
            result = await recovered(folder, settings, on: thread)
        }
        if case .failure = result { thread.stop() }
        return try result.get()
    }

    private static func recovered(
        _ folder: JournalFolder, _ settings: JournalSettings, on thread: isolated EventLoop
    ) -> Result<SegmentWriter, JournalFailure> {
        do {
            try folder.folder.create()
            guard let lock = try folder.lock() else { return .failure(.inUse) }
            return .success(try SegmentWriter(folder, settings, lock: lock, thread: thread))
        } catch let failure as JournalFailure {
            return .failure(failure)
        } catch let error as SystemError {
            return .failure(.system(error))
        } catch {
            return .failure(.closed)
        }
    }
}

extension Result<SegmentWriter, JournalFailure> {
    fileprivate var isInUse: Bool { if case .failure(.inUse) = self { true } else { false } }
}

extension SystemError {
    /// Whether waiting and making room can cure it.
    var isLackOfSpace: Bool { [ENOSPC, EDQUOT].contains(errno) }
}
