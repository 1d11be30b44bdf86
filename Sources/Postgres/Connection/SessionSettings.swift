internal import Reactor

/// What every session of ours asks of the server and of libpq.
package struct SessionSettings: Equatable, Sendable {
    /// Shown in `pg_stat_activity` and in the server's log.
    package var applicationName = "evergrant"
    /// Shorter than our own deadlines, so that a slow query costs itself and not the connection.
    package var statementTimeout: Duration = .milliseconds(2_000)
    package var lockTimeout: Duration = .milliseconds(1_000)
    package var idleInTransactionTimeout: Duration = .seconds(5)
    /// Unacknowledged data gives the connection up after this long: keepalives do not fire meanwhile (tcp(7)).
    package var tcpUserTimeout: Duration = .milliseconds(2_000)

    package init() {}

    /// What the server is told for the whole session.
    ///
    /// `synchronous_commit=local`: only a write that asks for it waits for the other region, and the heartbeat never
    /// does. A plan is made once, for any parameters, and kept while a table that was empty then grows to a million
    /// rows: every statement of ours has an index, and none is worth a second process. Nor is any worth a compiler: a
    /// scan that is forbidden and done all the same costs ten thousand million on paper, which would have it compiled.
    package var serverSettings: [(name: String, value: String)] {
        [
            ("statement_timeout", "\(statementTimeout.wholeMilliseconds)"),
            ("lock_timeout", "\(lockTimeout.wholeMilliseconds)"),
            ("idle_in_transaction_session_timeout", "\(idleInTransactionTimeout.wholeMilliseconds)"),
            ("synchronous_commit", "local"),
            ("plan_cache_mode", "force_generic_plan"),
            ("enable_seqscan", "off"),
            ("max_parallel_workers_per_gather", "0"),
            ("jit", "off"),
        ]
    }

    /// The server's command-line form (PostgreSQL 15 documentation §20.1.3).
    var options: String { serverSettings.map { "-c \($0.name)=\($0.value)" }.joined(separator: " ") }
}
