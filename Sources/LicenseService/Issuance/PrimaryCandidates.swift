internal import Failover
internal import LicenseStore
internal import Postgres
internal import Reactor

/// The places where the primary may be, each behind a connection of its own; by its own word one of them is it.
///
/// A place that does not answer costs nothing but its own connection's patience: nobody waits for it here.
final class PrimaryCandidates {
    /// For one batch, its commit included.
    static let patience: Duration = .seconds(10)

    private struct Candidate {
        let name: String
        let database: Database
    }

    private let candidates: [Candidate]
    private var fence = PrimaryFence()
    /// What is known elsewhere, from peers, about the past and the present of a database.
    private let mayTakeRecords: (DatabaseIdentity) -> Bool

    /// - Parameters:
    ///   - own: The server's own database, whose name, role and password are those of all.
    ///   - hosts: Where the primary may be; empty means at the own database's place.
    ///   - mayTakeRecords: A second opinion on a primary, beside the timelines that are seen here.
    init(
        _ own: DatabaseSettings, hosts: [Configuration.DatabaseHost], resolver: NameResolver,
        mayTakeRecords: @escaping (DatabaseIdentity) -> Bool = { _ in true }
    ) {
        let places = hosts.isEmpty ? [.init(host: own.target.host, port: own.target.port)] : hosts
        candidates = places.map { place in
            let settings = own.forShipping(host: place.host, port: place.port ?? own.target.port)
            return Candidate(
                name: "\(settings.target.host):\(settings.target.port)",
                database: Database(settings, resolver: resolver))
        }
        self.mayTakeRecords = mayTakeRecords
    }

    func open(on loop: isolated EventLoop) {
        for candidate in candidates { candidate.database.open(on: loop) }
    }

    func close(on loop: isolated EventLoop) {
        for candidate in candidates { candidate.database.close(on: loop) }
    }

    /// Comes back when every place has answered, or when it would take too long: for a command, which asks once.
    func settle(within limit: Duration, on loop: isolated EventLoop) async {
        let deadline = loop.now + limit
        while loop.now < deadline, !candidates.allSatisfy({ $0.database.isReachable }) {
            do throws(CancellationError) { try await loop.sleep(for: .milliseconds(20)) } catch { return }
        }
    }

    /// A primary that takes records now.
    struct Primary {
        let name: String
        let ledger: IssuanceLedger
        let identity: DatabaseIdentity
    }

    enum Finding {
        case primary(Primary)
        case none(String)
    }

    /// Asks everyone who answers what it is, so that a primary whose time is over is known by those who went on.
    func primary(on loop: isolated EventLoop) async -> Finding {
        var primaries: [Primary] = []
        for candidate in candidates where candidate.database.isReachable {
            let reader = LicenseReader(candidate.database, within: .seconds(2))
            guard let state = try? await reader.regionState(on: loop) else { continue }
            let identity = DatabaseIdentity(state)
            _ = fence.handle(.peerReported(identity, peer: candidate.name))
            guard !state.isInRecovery else { continue }
            let ledger = IssuanceLedger(candidate.database, within: Self.patience)
            primaries.append(Primary(name: candidate.name, ledger: ledger, identity: identity))
        }
        guard let primary = primaries.max(by: { $0.identity.timeline < $1.identity.timeline }) else {
            return .none("no database that writes answers")
        }
        _ = fence.handle(.ownDatabaseReported(primary.identity, isPrimary: true))
        if let successor = fence.fencedBy {
            return .none("\(primary.name) was left behind: \(successor.peer) is on a higher timeline")
        }
        guard mayTakeRecords(primary.identity) else { return .none("\(primary.name) was left behind by a promotion") }
        return .primary(primary)
    }
}

extension DatabaseIdentity {
    init(_ state: RegionState) {
        self.init(
            systemIdentifier: UInt64(bitPattern: state.systemIdentifier), timeline: UInt32(bitPattern: state.timeline))
    }
}

extension DatabaseSettings {
    /// The same database at another place, asked rarely and in large pieces.
    fileprivate func forShipping(host: String, port: UInt16) -> DatabaseSettings {
        var settings = self
        settings.target = DatabaseTarget(
            host: host, port: port, database: target.database, user: target.user, password: target.password,
            encryption: target.encryption, rootCertificateFile: target.rootCertificateFile)
        settings.connectionCount = 1
        settings.pingInterval = .seconds(1)
        settings.session.statementTimeout = PrimaryCandidates.patience
        settings.session.applicationName += "-journal"
        return settings
    }
}
