internal import Daemon
internal import HTTPServer
internal import Journal
internal import Licensing
internal import Logging
internal import Reactor
internal import Synchronization

/// Keeps one loop's issuance records: no license leaves before its record is on stable storage.
final class IssuanceRecorder {
    /// Records of refusals that are under way at once: nobody waits for them, so the rest are dropped and counted.
    static let refusalsMax = 256

    private let region: String
    private let whenFull: Configuration.Recording.WhenFull
    private let metrics: ServerMetrics
    private let log: Logger
    private var journal: RecordJournal?
    private var generator = UUIDv7Generator()
    private var random = SystemRandomNumberGenerator()
    private var refusalsUnderWay = 0
    /// Said once when it begins and once when it ends, not with every license.
    private var isFailing = false
    private var space = JournalSpace.ample

    init(_ configuration: Configuration, metrics: ServerMetrics, log: Logger) {
        region = configuration.region
        whenFull = configuration.journal.whenFull
        self.metrics = metrics
        self.log = log
    }

    /// From here on records are kept; without a journal, which an operator may choose, none are.
    func begin(_ journal: RecordJournal) { self.journal = journal }

    /// Writes what is under way and lets the journal go.
    func close(on loop: isolated EventLoop) async { await journal?.close(on: loop) }

    /// A record that is about to be kept.
    struct Draft {
        let id: UUIDv7
        let bytes: [UInt8]
    }

    /// The record of a license that is about to leave; nil when none are kept.
    func record(granting license: borrowing ApprovedLicense) -> Draft? {
        guard journal != nil else { return nil }
        let now = EventLoop.wallMilliseconds()
        let id = generator.next(at: now, using: &random)
        return Draft(id: id, bytes: IssuanceRecord.encoded(granting: license, id: id, in: region, atMilliseconds: now))
    }

    /// Keeps the record of a license that leaves when this says so.
    ///
    /// - Parameter then: Told once, on the loop, and only after this returned `promised`: what to answer instead of the
    ///   license, or nil.
    func keep(_ draft: Draft?, on loop: isolated EventLoop, then: @escaping (Problem?) -> Void) -> Keeping {
        guard let journal, let draft else { return .settled(nil) }
        do throws(JournalFailure) {
            try journal.append(draft.bytes, on: loop) { [self] result in then(objection(to: result)) }
            return .promised
        } catch {
            return .settled(objection(to: .failure(error)))
        }
    }

    /// The same for an answer that is made: what leaves at once, or later when the promise is kept.
    func keep(_ draft: Draft?, of license: Response, on loop: isolated EventLoop) -> FirstAnswer {
        guard let draft else { return .now(license) }
        let promise = AnswerPromise()
        let instead = append(draft, of: license, for: promise, on: loop)
        return instead.map { .now($0) } ?? .promised(promise)
    }

    /// The same for an answer that was promised already.
    func keep(_ draft: Draft?, of license: Response, for promise: AnswerPromise, on loop: isolated EventLoop) {
        guard let draft else { return promise.keep(license, on: loop) }
        if let instead = append(draft, of: license, for: promise, on: loop) { promise.keep(instead, on: loop) }
    }

    /// - Returns: What to answer at once, when the journal does not take the record.
    private func append(
        _ draft: Draft, of license: Response, for promise: AnswerPromise, on loop: isolated EventLoop
    ) -> Response? {
        guard let journal else { return license }
        do throws(JournalFailure) {
            try journal.append(draft.bytes, on: loop) { [self] result in
                promise.keep(objection(to: result).map { Response($0) } ?? license, on: loop)
            }
            return nil
        } catch {
            return objection(to: .failure(error)).map { Response($0) } ?? license
        }
    }

    /// The same for whoever has a task.
    func keep(_ draft: Draft?, on loop: isolated EventLoop) async -> Problem? {
        await withCheckedContinuation { continuation in
            let keeping = keep(draft, on: loop) { continuation.resume(returning: $0) }
            if case .settled(let problem) = keeping { continuation.resume(returning: problem) }
        }
    }

    enum Keeping {
        /// What to answer instead of the license, or nil.
        case settled(Problem?)
        case promised
    }

    /// Keeps a refusal if there is room to spare: nobody waits for it, and refusals must not use up what licenses need.
    func note(_ refused: RefusedLicense, on loop: isolated EventLoop) {
        guard let journal else { return }
        guard journal.space == .ample, refusalsUnderWay < Self.refusalsMax else {
            metrics.refusalsUnrecorded.add(1, ordering: .relaxed)
            return
        }
        let now = EventLoop.wallMilliseconds()
        let id = generator.next(at: now, using: &random)
        let record = IssuanceRecord(refusing: refused, id: id, in: region, atMilliseconds: now)
        refusalsUnderWay += 1
        do throws(JournalFailure) {
            try journal.append(record.encoded, on: loop) { [self] _ in refusalsUnderWay -= 1 }
        } catch {
            refusalsUnderWay -= 1
            metrics.refusalsUnrecorded.add(1, ordering: .relaxed)
        }
    }

    private func objection(to result: Result<UInt64, JournalFailure>) -> Problem? {
        switch result {
        case .success:
            if isFailing { recovered() }
            return nil
        case .failure(let failure):
            if !isFailing { failed(failure) }
            switch whenFull {
            case .grant:
                metrics.licensesUnrecorded.add(1, ordering: .relaxed)
                return nil
            case .refuse:
                metrics.licensesWithheld.add(1, ordering: .relaxed)
                return .journalUnavailable
            }
        }
    }

    private func failed(_ failure: JournalFailure) {
        isFailing = true
        log.error(
            "issuance records cannot be kept", metadata: ["error": "\(failure)", "licenses": "\(whenFull.consequence)"])
    }

    private func recovered() {
        isFailing = false
        log.notice("issuance records are kept again")
    }
}

extension IssuanceRecorder {
    /// Writes the journal's figures down for whoever asks on another loop, and alarms when room gets short.
    func sample() {
        guard let journal else { return }
        metrics.journal.sample(journal.statistics)
        guard journal.space != space else { return }
        space = journal.space
        let metadata: Logger.Metadata = ["leftBytes": "\(journal.statistics.leftBytes)"]
        switch space {
        case .ample: log.notice("the journal has room again", metadata: metadata)
        case .low: log.error("the journal is nearly full: see docs/runbooks/journal-full.md", metadata: metadata)
        case .exhausted:
            log.error("the journal is full", metadata: metadata.merging(["licenses": "\(whenFull.consequence)"]) { $1 })
        }
    }
}

extension Configuration.Recording.WhenFull {
    fileprivate var consequence: String {
        switch self {
        case .refuse: "refused"
        case .grant: "granted without a record"
        }
    }
}

extension Problem {
    /// The license would have been granted: nothing is wrong with the request.
    static let journalUnavailable = Problem(
        .journalUnavailable, "Licenses are withheld because their records cannot be kept now.",
        retryAfter: .seconds(5))
}
