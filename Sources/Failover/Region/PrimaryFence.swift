/// Keeps a primary that was left behind by a promotion from taking writes: decided here, from what databases say.
///
/// The same `system_identifier` on a higher timeline elsewhere means that somebody promoted a replica since, so our
/// primary is the past. Once learned this stays learned, also when the peer falls silent or this server restarts.
package struct PrimaryFence: Equatable, Sendable {
    package enum Event: Equatable, Sendable {
        case ownDatabaseReported(DatabaseIdentity, isPrimary: Bool)
        case peerReported(DatabaseIdentity, peer: String)
    }

    package enum Effect: Equatable, Sendable {
        case fence(Successor)
        case unfence
    }

    /// The highest timeline heard of in another place, and where.
    package struct Successor: Equatable, Sendable {
        package let identity: DatabaseIdentity
        package let peer: String

        package init(identity: DatabaseIdentity, peer: String) { (self.identity, self.peer) = (identity, peer) }
    }

    package private(set) var isFenced = false
    /// For the disk: what a restart must not forget.
    package private(set) var successors: [Successor]

    package init(restoring successors: [Successor] = []) { self.successors = successors }

    package mutating func handle(_ event: Event) -> [Effect] { [] }
}

/// Which database, and which of its histories (`pg_control_system()`, `pg_control_checkpoint()`).
package struct DatabaseIdentity: Equatable, Sendable {
    package let systemIdentifier: UInt64
    package let timeline: UInt32

    package init(systemIdentifier: UInt64, timeline: UInt32) {
        (self.systemIdentifier, self.timeline) = (systemIdentifier, timeline)
    }
}
