/// Why the schema was not migrated; fit for the operator who ran the command.
package enum MigrationFailure: Error, Equatable, Sendable {
    case unreadable(String)
    case misnamed(String)
    case noMigrations
    case gap(expected: Int, found: Int)
    case unreachable(message: String)
    /// Migrations run where writes go, and replicate from there.
    case replica
    /// Another run holds the lock.
    case busy
    /// The file is not the one that was applied; an applied file is never edited, a new one is added.
    case changed(version: Int, name: String)
    /// The database has steps that these files do not have: they are older than the database.
    case unknownVersion(applied: Int, known: Int)
    /// A step failed and nothing of it remains; the ones before it stay.
    case failed(version: Int, name: String, sqlState: SQLState, message: String)
    /// A file ended its own transaction, so its record could not be kept with it.
    case endedTransaction(version: Int, name: String)
    case refused(sqlState: SQLState, message: String)
}

extension MigrationFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path): "cannot read \(path)"
        case .misnamed(let file): "\(file) is not named NNNN_name.sql"
        case .noMigrations: "the directory has no migrations"
        case .gap(let expected, let found): "migration \(expected) is missing: the next one is \(found)"
        case .unreachable(let message): "cannot connect: \(message)"
        case .replica: "this database is a replica: migrate the primary, and the replica follows by itself"
        case .busy: "another migration is running"
        case .changed(let version, let name): "migration \(version) (\(name)) has been edited since it was applied"
        case .unknownVersion(let applied, let known):
            "the database is at version \(applied) and these files end at \(known): use the newer program"
        case .failed(let version, let name, let state, let message):
            "migration \(version) (\(name)) failed and was undone: \(message) (SQLSTATE \(state))"
        case .endedTransaction(let version, let name): "migration \(version) (\(name)) must not commit or roll back"
        case .refused(let state, let message): "\(message) (SQLSTATE \(state))"
        }
    }
}
