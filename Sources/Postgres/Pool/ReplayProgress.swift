/// Whether a replica has applied what it holds.
///
/// A replica that starts again lets readers in as soon as its pages are consistent, which is before it has applied
/// again what it had shown already: for a moment it does not know what it has promised to keep. It asks its primary for
/// more only once its own log is at its end (PostgreSQL 15, xlogrecovery.c, `WaitForWALToBecomeAvailable`), and from
/// then on, whether a primary answers or not, it names a position it receives from.
///
/// A replica that is fed from an archive alone never names one; it is believed when it has been up for a while.
enum ReplayProgress {
    static let isCaughtUp = ReadQuery<Bool>(
        name: "replay.is_caught_up",
        sql: """
            SELECT NOT pg_is_in_recovery() OR pg_last_wal_receive_lsn() IS NOT NULL
                OR clock_timestamp() - pg_postmaster_start_time() > interval '60 seconds'
            """
    ) { row throws(RowError) in try row.bool(0) }

    /// Why such a replica is not asked anything yet.
    static let isBehind = DatabaseError(
        .unreachable, isSafeToRetry: true, statement: isCaughtUp.statement.name,
        serverMessage: "the replica has not applied yet what it holds")
}
