internal import HTTPServer
internal import Licensing
internal import Postgres
internal import Reactor
internal import Synchronization

/// What one loop counts; each loop has its own, so that counting shares no cache line with another loop's.
final class ServerMetrics: Sendable {
    let licenses = LicenseCounts()
    let answersByClass = StatusClasses()
    let writesRefused = Atomic<Int>(0)
    /// Granted without a record, because the operator prefers that to a refusal.
    let licensesUnrecorded = Atomic<Int>(0)
    /// Not granted, because no record could be kept.
    let licensesWithheld = Atomic<Int>(0)
    let refusalsUnrecorded = Atomic<Int>(0)
    let admissions = AdmissionCounts()
    let journal = JournalMetrics()
    let databaseQueries = Atomic<Int>(0)
    let databaseErrors = Atomic<Int>(0)
    let databaseLosses = Atomic<Int>(0)
    let connections = Atomic<Int>(0)
    /// As it was at the last sample.
    let load = Lock(LoadBudget())

    /// What the loop itself has to say, for whoever asks on another loop.
    func sample(_ database: DatabaseStatistics, connectionCount: Int, load: LoadBudget) {
        databaseQueries.store(database.queries, ordering: .relaxed)
        databaseErrors.store(database.errors, ordering: .relaxed)
        databaseLosses.store(database.losses, ordering: .relaxed)
        connections.store(connectionCount, ordering: .relaxed)
        self.load.withLock { $0 = load }
    }
}

/// Answers to requests for licenses, by system and by what became of them.
struct LicenseCounts: ~Copyable, Sendable {
    private let clearKey = Outcomes()
    private let widevine = Outcomes()
    private let playReady = Outcomes()
    private let fairPlay = Outcomes()

    struct Outcomes: ~Copyable, Sendable {
        private let granted = Atomic<Int>(0)
        private let refused = Atomic<Int>(0)

        func countGranted() { granted.add(1, ordering: .relaxed) }

        func countRefused() { refused.add(1, ordering: .relaxed) }

        var sums: (granted: Int, refused: Int) {
            (granted.load(ordering: .relaxed), refused.load(ordering: .relaxed))
        }
    }

    func countGranted(of system: DRMSystem) {
        switch system {
        case .clearKey: clearKey.countGranted()
        case .widevine: widevine.countGranted()
        case .playReady: playReady.countGranted()
        case .fairPlay: fairPlay.countGranted()
        }
    }

    func countRefused(of system: DRMSystem) {
        switch system {
        case .clearKey: clearKey.countRefused()
        case .widevine: widevine.countRefused()
        case .playReady: playReady.countRefused()
        case .fairPlay: fairPlay.countRefused()
        }
    }

    func sums(of system: DRMSystem) -> (granted: Int, refused: Int) {
        switch system {
        case .clearKey: clearKey.sums
        case .widevine: widevine.sums
        case .playReady: playReady.sums
        case .fairPlay: fairPlay.sums
        }
    }
}

/// Answers by the first digit of their status.
struct StatusClasses: ~Copyable {
    let success = Atomic<Int>(0)
    let redirection = Atomic<Int>(0)
    let clientError = Atomic<Int>(0)
    let serverError = Atomic<Int>(0)

    func count(_ status: Int) {
        switch status {
        case ..<300: success.add(1, ordering: .relaxed)
        case ..<400: redirection.add(1, ordering: .relaxed)
        case ..<500: clientError.add(1, ordering: .relaxed)
        default: serverError.add(1, ordering: .relaxed)
        }
    }
}
