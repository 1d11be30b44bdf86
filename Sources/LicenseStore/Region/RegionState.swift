package import Postgres

/// What a database says of itself, for `/health` and `evergrant status`.
///
/// Reads no snapshot of data but the newest heartbeat, so it is as true on a replica as on a primary.
package struct RegionState: Equatable, Sendable {
    package let isInRecovery: Bool
    package let systemIdentifier: Int64
    /// The one being written or received: the last checkpoint's lags behind a promotion.
    package let timeline: Int32
    /// How old the newest heartbeat is, by the database's clock; nil before the first.
    package let heartbeatAge: Duration?
    /// Bytes a replica has received and not yet applied; zero on a primary.
    package let unappliedBytes: Int64

    /// The select list that `init(_:)` reads, from column 0.
    static let columns = """
        pg_is_in_recovery(),
        (SELECT system_identifier FROM pg_control_system()),
        CASE WHEN pg_is_in_recovery()
             THEN greatest(
                 (SELECT received_tli FROM pg_stat_wal_receiver),
                 (SELECT min_recovery_end_timeline FROM pg_control_recovery()),
                 (SELECT timeline_id FROM pg_control_checkpoint()))
             ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer END,
        (SELECT (extract(epoch FROM clock_timestamp() - max(beat_at)) * 1000)::bigint FROM heartbeat),
        CASE WHEN pg_is_in_recovery()
             THEN coalesce(pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), 0)::bigint
             ELSE 0 END
        """

    package static let current = ReadQuery<RegionState>(
        name: "region.state", sql: "SELECT \(columns)"
    ) { row throws(RowError) in try RegionState(row) }

    init(_ row: borrowing ResultRow) throws(RowError) {
        isInRecovery = try row.bool(0)
        systemIdentifier = try row.int64(1)
        timeline = try row.int32(2)
        heartbeatAge = try row.optional(3) { row, column throws(RowError) in .milliseconds(try row.int64(column)) }
        unappliedBytes = try row.int64(4)
    }
}

/// The row that each server of the writable region writes every second.
enum Heartbeat {
    static let beat = WriteQuery<Void>(
        name: "heartbeat.beat",
        sql: """
            INSERT INTO heartbeat (region, beat_at, sequence) VALUES ($1, clock_timestamp(), 1)
            ON CONFLICT (region) DO UPDATE SET beat_at = clock_timestamp(), sequence = heartbeat.sequence + 1
            """,
        parameters: [.text]
    ) { _ in }
}
