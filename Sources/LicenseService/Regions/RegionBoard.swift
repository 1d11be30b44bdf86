internal import Failover
internal import Reactor
internal import Synchronization

/// What the first loop has learned of all regions, for every loop to read.
///
/// The fence itself is decided in `PrimaryFence`; this only carries its verdict to whoever is about to write.
final class RegionBoard: Sendable {
    /// Whether a database that calls itself a primary may be written to.
    enum Verdict: Equatable {
        case allowed
        /// A promotion elsewhere has left it behind.
        case leftBehind
        /// It has just come back, and the other regions have not been asked since.
        case unproven
    }

    /// What keeps writes away.
    struct LeftBehind: Equatable, Sendable {
        let own: DatabaseIdentity
        let successor: PrimaryFence.Successor
        /// On the loops' clock.
        let since: Duration
    }

    struct PeerStanding: Equatable, Sendable {
        let region: String
        /// The newest report there is.
        var report: PeerReport?
        var heardAt: Duration?
        /// Why there was none the last time; nil when there was one, and before the first.
        var silence: String?
        /// What is not the same there, though it must be.
        var differences: [String] = []
    }

    private struct Details {
        var leftBehind: LeftBehind?
        var successors: [PrimaryFence.Successor] = []
        var peers: [PeerStanding]
    }

    let hasPeers: Bool
    /// Whether anybody has, or may have, something to say against a database that comes back.
    private let mustProve: Atomic<Bool>
    private let isLeftBehind = Atomic<Bool>(false)
    /// When the oldest of the newest questions was asked, in nanoseconds: to the own database and to every peer.
    private let provenSince = Atomic<Int64>(.min)
    /// Questions older than this are not good enough any more.
    private let wantedSince = Atomic<Int64>(.min)
    private let lagMilliseconds = Atomic<Int64>(-1)
    private let details: Lock<Details>

    init(peers: [String]) {
        hasPeers = !peers.isEmpty
        mustProve = Atomic(!peers.isEmpty)
        details = Lock(Details(peers: peers.map { PeerStanding(region: $0) }))
    }

    // MARK: Reading, on any loop

    /// - Parameter return: When the database came back after nobody knew what it was; nil when it never was away.
    func verdict(onReturnAt return: Duration?) -> Verdict {
        if isLeftBehind.load(ordering: .acquiring) { return .leftBehind }
        guard mustProve.load(ordering: .acquiring), let moment = `return`?.nanoseconds else { return .allowed }
        if provenSince.load(ordering: .acquiring) >= moment { return .allowed }
        wantedSince.max(moment, ordering: .relaxed)
        return .unproven
    }

    var leftBehind: LeftBehind? {
        isLeftBehind.load(ordering: .acquiring) ? details.withLock { $0.leftBehind } : nil
    }

    var peers: [PeerStanding] { details.withLock { $0.peers } }

    /// How old the newest heartbeat is in the own database; nil while that is not known.
    var lag: Duration? {
        let value = lagMilliseconds.load(ordering: .relaxed)
        return value < 0 ? nil : .milliseconds(value)
    }

    /// Whether this database is the newest of its kind that was heard of.
    func isNewest(_ identity: DatabaseIdentity) -> Bool {
        !details.withLock { details in
            details.successors.contains {
                $0.identity.systemIdentifier == identity.systemIdentifier && $0.identity.timeline > identity.timeline
            }
        }
    }

    /// Where to write instead, when a region that writes has said so lately.
    ///
    /// - Parameter oldest: What is still lately.
    func writableURL(heardSince oldest: Duration) -> String? {
        let writable = peers.filter { $0.report?.mode == .readWrite && ($0.heardAt ?? .zero) >= oldest }
        return writable.max { ($0.report?.identity?.timeline ?? 0) < ($1.report?.identity?.timeline ?? 0) }?.report?.url
    }

    // MARK: Writing, on the first loop

    func note(leftBehind: LeftBehind?) {
        details.withLock { $0.leftBehind = leftBehind }
        isLeftBehind.store(leftBehind != nil, ordering: .releasing)
    }

    func note(successors: [PrimaryFence.Successor]) {
        details.withLock { $0.successors = successors }
        if !successors.isEmpty { mustProve.store(true, ordering: .releasing) }
    }

    func note(_ peer: PeerStanding, at index: Int) { details.withLock { $0.peers[index] = peer } }

    func note(lag: Duration?) { lagMilliseconds.store(lag?.wholeMilliseconds ?? -1, ordering: .relaxed) }

    func note(provenSince moment: Duration) { provenSince.store(moment.nanoseconds, ordering: .releasing) }

    /// Whether somebody waits for a question that was asked after `moment`.
    func wantsQuestion(after moment: Duration) -> Bool { wantedSince.load(ordering: .relaxed) > moment.nanoseconds }
}

extension Duration {
    /// Rounded down; what does not fit into 292 years is cut.
    fileprivate var nanoseconds: Int64 {
        let (seconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (components.seconds < 0 ? .min : .max) : seconds + components.attoseconds / 1_000_000_000
    }
}
