internal import HTTPServer
internal import Postgres
internal import Reactor
internal import Synchronization

/// What one loop counts; each loop has its own, so that counting shares no cache line with another loop's.
final class ServerMetrics: Sendable {
    let licensesGranted = Atomic<Int>(0)
    let licensesRefused = Atomic<Int>(0)
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

    func countLicense(status: Int) {
        if status == 200 {
            licensesGranted.add(1, ordering: .relaxed)
        } else {
            licensesRefused.add(1, ordering: .relaxed)
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
