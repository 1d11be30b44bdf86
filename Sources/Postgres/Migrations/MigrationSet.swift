internal import FoundationEssentials

/// Every step, in order, read and checked whole before anything is applied.
///
/// The files come from a directory named at start (a package installs `Migrations/` beside its other shared files), so
/// that an operator can read exactly what will run. `serve` needs no directory: it compares versions, see
/// `SchemaStatus`.
package struct MigrationSet: Equatable, Sendable {
    package let migrations: [Migration]

    package var version: Int { migrations.count }

    /// Reads `NNNN_name.sql` files; any other `.sql` file is an error, because it would be forgotten in silence.
    package init(directory: String) throws(MigrationFailure) {
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw .unreadable(directory)
        }
        var migrations: [Migration] = []
        for file in files.filter({ $0.hasSuffix(".sql") }).sorted() {
            migrations.append(try Migration(file: file, in: directory))
        }
        try self.init(migrations)
    }

    init(_ migrations: [Migration]) throws(MigrationFailure) {
        guard !migrations.isEmpty else { throw .noMigrations }
        for (index, migration) in migrations.enumerated() where migration.version != index + 1 {
            throw .gap(expected: index + 1, found: migration.version)
        }
        self.migrations = migrations
    }
}
