/// Keeps a primary that a promotion has left behind from taking writes: decided here, from what databases say.
///
/// The same system identifier on a higher timeline elsewhere means that somebody has promoted a replica since, so our
/// primary is the past. Once learned this stays learned, also when the peer falls silent or this server restarts.
package struct PrimaryFence: Equatable, Sendable {
    package enum Event: Equatable, Sendable {
        case ownDatabaseReported(DatabaseIdentity, isPrimary: Bool)
        case peerReported(DatabaseIdentity, peer: String)
        /// An operator says that what was learned is wrong: a test cluster that posed as a peer, for example.
        case forgottenByOrder
    }

    package enum Effect: Equatable, Sendable {
        /// Refuse writes, and say why.
        case fence(Successor)
        case unfence
        /// Put `successors` on the disk: they have changed.
        case remember
    }

    /// The highest timeline heard of elsewhere, and from whom.
    package struct Successor: Equatable, Sendable {
        package let identity: DatabaseIdentity
        package let peer: String

        package init(identity: DatabaseIdentity, peer: String) { (self.identity, self.peer) = (identity, peer) }
    }

    /// Clusters remembered at once: only one is ever ours, and the rest are a peer's mistake.
    package static let successorsMax = 8

    /// Who stands above our primary; nil while writes are allowed, as far as this is concerned.
    package private(set) var fencedBy: Successor?
    /// For the disk: what a restart must not forget, one for each system identifier.
    package private(set) var successors: [Successor]
    private var own: DatabaseIdentity?
    private var ownIsPrimary = false

    package init(restoring successors: [Successor] = []) {
        self.successors = Array(successors.suffix(Self.successorsMax))
    }

    package mutating func handle(_ event: Event) -> [Effect] {
        var effects: [Effect] = []
        switch event {
        case .ownDatabaseReported(let identity, let isPrimary): (own, ownIsPrimary) = (identity, isPrimary)
        case .peerReported(let identity, let peer): effects = learn(Successor(identity: identity, peer: peer))
        case .forgottenByOrder:
            effects = successors.isEmpty ? [] : [.remember]
            successors = []
        }
        return effects + judge()
    }

    private mutating func learn(_ report: Successor) -> [Effect] {
        let cluster = report.identity.systemIdentifier
        if let known = successors.firstIndex(where: { $0.identity.systemIdentifier == cluster }) {
            guard successors[known].identity.timeline < report.identity.timeline else { return [] }
            successors[known] = report
        } else {
            makeRoom()
            successors.append(report)
        }
        return [.remember]
    }

    /// Drops the oldest that is not about our own cluster.
    private mutating func makeRoom() {
        guard successors.count >= Self.successorsMax else { return }
        let foreign = successors.firstIndex { $0.identity.systemIdentifier != own?.systemIdentifier }
        successors.remove(at: foreign ?? 0)
    }

    private mutating func judge() -> [Effect] {
        guard let own else { return [] }
        let above = successors.first {
            $0.identity.systemIdentifier == own.systemIdentifier && $0.identity.timeline > own.timeline
        }
        let verdict = ownIsPrimary ? above : nil
        guard verdict != fencedBy else { return [] }
        fencedBy = verdict
        return [verdict.map { .fence($0) } ?? .unfence]
    }
}

/// Which database, and which of its histories (`pg_control_system()`, `pg_control_checkpoint()`).
package struct DatabaseIdentity: Equatable, Sendable {
    package let systemIdentifier: UInt64
    package let timeline: UInt32

    package init(systemIdentifier: UInt64, timeline: UInt32) {
        (self.systemIdentifier, self.timeline) = (systemIdentifier, timeline)
    }
}
