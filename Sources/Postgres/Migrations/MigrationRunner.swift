/// Brings a database's schema up to the newest step: forward only, each step in a transaction of its own, once.
///
/// Blocks its thread: it belongs to a command, never to a loop.
package struct MigrationRunner: ~Copyable {
    /// What a run did.
    package struct Outcome: Equatable, Sendable {
        package let applied: [String]
        package let version: Int
    }

    /// The key of the advisory lock, "evergran" in ASCII: one run at a time in one database.
    static let lockKey: Int64 = 0x6576_6572_6772_616E

    private let connection: BlockingConnection
    private let set: MigrationSet

    /// Connects, and applies what is missing.
    package static func run(_ set: MigrationSet, on target: DatabaseTarget) throws(MigrationFailure) -> Outcome {
        let runner = MigrationRunner(connection: try BlockingConnection.open(target), set: set)
        return try runner.run()
    }

    private init(connection: consuming BlockingConnection, set: MigrationSet) {
        self.connection = connection
        self.set = set
    }

    private func run() throws(MigrationFailure) -> Outcome {
        try requirePrimary()
        try takeLock()
        defer { releaseLock() }
        try createRecord()
        let appliedCount = try requireKnownSteps()
        var names: [String] = []
        for migration in set.migrations.dropFirst(appliedCount) {
            try apply(migration)
            names.append(migration.name)
        }
        return Outcome(applied: names, version: set.version)
    }

    private func requirePrimary() throws(MigrationFailure) {
        let answers = try connection.query("SELECT pg_is_in_recovery()") { row throws(RowError) in try row.bool(0) }
        if answers.first != false { throw .replica }
    }

    /// Refused at once and not waited for, so that whoever came second is told.
    private func takeLock() throws(MigrationFailure) {
        let answers = try connection.query("SELECT pg_try_advisory_lock($1)", [.int64(Self.lockKey)]) {
            row throws(RowError) in try row.bool(0)
        }
        if answers.first != true { throw .busy }
    }

    /// Given back by word, not by leaving.
    ///
    /// The server notices the end of a connection a moment later, and whoever migrates next would be told that this run
    /// still goes on. A connection that is lost gives it back all the same.
    private func releaseLock() {
        _ = try? connection.query("SELECT pg_advisory_unlock($1)", [.int64(Self.lockKey)]) { _ in }
    }

    private func createRecord() throws(MigrationFailure) {
        try connection.run(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                version    integer     PRIMARY KEY CHECK (version > 0),
                name       text        NOT NULL,
                sha256     bytea       NOT NULL CHECK (octet_length(sha256) = 32),
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """)
    }

    /// How many steps are applied already; PostgreSQL itself computes the checksums of ours.
    private func requireKnownSteps() throws(MigrationFailure) -> Int {
        let steps = try connection.query(
            """
            SELECT m.version, coalesce(m.sha256 = sha256(convert_to(known.sql, 'UTF8')), false)
              FROM schema_migration m
              LEFT JOIN unnest($1::text[]) WITH ORDINALITY AS known (sql, version) ON known.version = m.version
             ORDER BY m.version
            """, [.texts(set.migrations.map(\.sql))]
        ) { row throws(RowError) in (version: Int(try row.int32(0)), isSame: try row.bool(1)) }
        if let last = steps.last, last.version > set.version {
            throw .unknownVersion(applied: last.version, known: set.version)
        }
        for (step, migration) in zip(steps, set.migrations) where !step.isSame || step.version != migration.version {
            throw .changed(version: migration.version, name: migration.name)
        }
        return steps.count
    }

    private func apply(_ migration: Migration) throws(MigrationFailure) {
        do throws(MigrationFailure) {
            try connection.run("BEGIN")
            try connection.run(migration.sql)
            guard connection.isInTransaction else {
                throw .endedTransaction(version: migration.version, name: migration.name)
            }
            _ = try connection.query(
                "INSERT INTO schema_migration (version, name, sha256) VALUES ($1, $2, sha256(convert_to($3, 'UTF8')))",
                [.int32(Int32(clamping: migration.version)), .text(migration.name), .text(migration.sql)]
            ) { _ in }
            try connection.run("COMMIT")
        } catch {
            guard case .refused(let state, let message) = error else { throw error }
            try? connection.run("ROLLBACK")
            throw .failed(version: migration.version, name: migration.name, sqlState: state, message: message)
        }
    }
}
