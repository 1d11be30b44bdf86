internal import Bytes
internal import Failover
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

/// Answers `/health` of one loop: from a fresh look at the database, at most one a second, and always within the
/// deadline.
final class HealthMonitor {
    /// Route 53 gives an endpoint 2 s to its status; half a second is left for the network.
    static let deadline: Duration = .milliseconds(1_200)
    /// How old an answer may be: probes of many vantages must not load the database.
    static let cachedFor: Duration = .seconds(1)

    private let region: String
    private var url: String?
    private let probe: DatabaseProbe
    private let database: Database
    private let canary: Canary
    private var lagWarning: Duration
    private let writeRoutes: [String]
    private var cached: (report: HealthReport, at: Duration)?
    private var waiting: [CheckedContinuation<HealthReport, Never>] = []
    private var isLooking = false

    init(
        region: String, url: String?, probe: DatabaseProbe, database: Database, canary: Canary, lagWarning: Duration,
        writeRoutes: [String]
    ) {
        (self.region, self.url) = (region, url)
        self.probe = probe
        self.database = database
        self.canary = canary
        self.lagWarning = lagWarning
        self.writeRoutes = writeRoutes
    }

    func adopt(_ configuration: Configuration) {
        (url, lagWarning) = (configuration.publicURL, configuration.health.lagWarning)
    }

    /// The report of the look at hand, if there is one: probes that come together share it.
    func report(on loop: isolated EventLoop) async -> HealthReport {
        if let cached, loop.now - cached.at < Self.cachedFor { return cached.report }
        guard !isLooking else { return await withCheckedContinuation { waiting.append($0) } }
        isLooking = true
        let report = await look(on: loop)
        isLooking = false
        cached = (report, loop.now)
        let others = waiting
        waiting = []
        for other in others { other.resume(returning: report) }
        return report
    }

    private func look(on loop: isolated EventLoop) async -> HealthReport {
        let start = EventLoop.monotonicNow()
        do throws(DatabaseError) {
            let rows = try await probe.read(
                HealthRow.look, [.uuid(canary.key.keyID.value)], within: Self.deadline, on: loop)
            let took = EventLoop.monotonicNow() - start
            // What can be reached anew should be reached by everybody, now and not after the next pause.
            database.serverWasSeen(on: loop)
            guard let row = rows.first else { throw DatabaseError(.unexpectedAnswer(nil)) }
            return judge(row, took: took, at: Moment.now(on: loop).wall)
        } catch {
            let check = HealthReport.Check(
                name: "database:connection", status: .fail, output: "the database does not answer (\(error.kind.label))"
            )
            return HealthReport(region: region, mode: .unknown, checks: [check], url: url)
        }
    }

    private func judge(_ row: HealthRow, took: Duration, at now: Timestamp) -> HealthReport {
        let mode: RegionRole.Mode = row.state.isInRecovery ? .readOnly : .readWrite
        let connection = HealthReport.Check(
            name: "database:connection", status: .pass, value: (took / .milliseconds(1), "ms"))
        return HealthReport(
            region: region, mode: mode,
            checks: [connection, role(row.state), lag(row.state), license(row.canary, at: now)],
            identity: DatabaseIdentity(row.state), url: url)
    }

    private func role(_ state: RegionState) -> HealthReport.Check {
        guard state.isInRecovery else {
            return HealthReport.Check(name: "database:role", status: .pass, output: "primary")
        }
        return HealthReport.Check(
            name: "database:role", status: .warn, output: "replica: new content info is refused",
            affectedEndpoints: writeRoutes)
    }

    private func lag(_ state: RegionState) -> HealthReport.Check {
        guard let age = state.heartbeatAge else {
            return HealthReport.Check(name: "replication:lag", status: .warn, output: "no heartbeat has been seen yet")
        }
        let isLate = age > lagWarning
        return HealthReport.Check(
            name: "replication:lag", status: isLate ? .warn : .pass, value: (age / .milliseconds(1), "ms"),
            output: "\(state.unappliedBytes) bytes received and not applied")
    }

    private func license(_ rows: [ContentKeyRow], at now: Timestamp) -> HealthReport.Check {
        do {
            try canary.verify(rows, at: now)
            return HealthReport.Check(name: "license:canary", status: .pass)
        } catch {
            return HealthReport.Check(
                name: "license:canary", status: .fail, output: "no license could be issued and verified")
        }
    }
}

extension DatabaseError.Kind {
    /// A word for strangers: which kind of silence it is, and nothing of what the server said.
    fileprivate var label: String {
        switch self {
        case .unreachable: "unreachable"
        case .connectionLost: "connection lost"
        case .deadlineExceeded, .canceled: "no answer in time"
        case .readOnly, .recoveryConflict, .refused: "refused"
        case .unexpectedAnswer, .invalidParameters: "unexpected answer"
        case .overloaded, .closed: "closed"
        }
    }
}
