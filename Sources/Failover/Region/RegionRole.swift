/// What a server may do with the database it finds itself connected to: decided here, with no clock and no socket.
///
/// A server is never told that it is the backup. It follows what the database says of itself, both ways, and a write
/// the database refused as read-only (SQLSTATE 25006) is the last word until the database says otherwise.
package struct RegionRole: Equatable, Sendable {
    package enum Mode: String, Equatable, Sendable {
        case readWrite = "read-write"
        case readOnly = "read-only"
        /// No database has answered yet, or none answers any more: nothing is known, so nothing is written.
        case unknown
    }

    package enum Event: Equatable, Sendable {
        /// `in_hot_standby` or `pg_is_in_recovery()`, with the answer to some query.
        case databaseReported(isInRecovery: Bool, at: Duration)
        case writeRefusedAsReadOnly(at: Duration)
        case databaseLost(at: Duration)
    }

    package enum Effect: Equatable, Sendable {
        case acceptWrites
        case refuseWrites
    }

    package private(set) var mode = Mode.unknown
    /// When `mode` began.
    package private(set) var since: Duration

    package init(at start: Duration) { since = start }

    package var acceptsWrites: Bool { mode == .readWrite }

    package mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .databaseReported(let isInRecovery, let now): enter(isInRecovery ? .readOnly : .readWrite, at: now)
        case .writeRefusedAsReadOnly(let now): enter(.readOnly, at: now)
        case .databaseLost(let now): enter(.unknown, at: now)
        }
    }

    private mutating func enter(_ next: Mode, at now: Duration) -> [Effect] {
        guard next != mode else { return [] }
        let accepted = acceptsWrites
        (mode, since) = (next, now)
        guard acceptsWrites != accepted else { return [] }
        return [acceptsWrites ? .acceptWrites : .refuseWrites]
    }
}
