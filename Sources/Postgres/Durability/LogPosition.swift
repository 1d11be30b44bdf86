/// A place in the write-ahead log, in bytes from its beginning.
package struct LogPosition: Hashable, Comparable, Sendable {
    package let byte: Int64

    package init(byte: Int64) { self.byte = byte }

    package static func < (a: LogPosition, b: LogPosition) -> Bool { a.byte < b.byte }

    /// Where the primary's log ends, everything committed so far included; refused by a replica (55000).
    package static let current = ReadQuery<LogPosition>(
        name: "log_position.current", sql: "SELECT (pg_current_wal_lsn() - '0/0')::int8"
    ) { row throws(RowError) in LogPosition(byte: try row.int64(0)) }

    /// Which standbys have replayed the log up to a place: reads there see everything before it.
    ///
    /// Needs the role `pg_read_all_stats`; without it the positions are NULL and nobody ever holds anything.
    static let holders = ReadQuery<String>(
        name: "log_position.holders",
        sql: "SELECT application_name FROM pg_stat_replication WHERE replay_lsn - '0/0' >= $1",
        parameters: [.int64]
    ) { row throws(RowError) in try row.text(0) }
}
