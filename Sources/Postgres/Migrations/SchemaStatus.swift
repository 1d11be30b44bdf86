package import Reactor

/// How a database's schema stands to the version a program was built for.
package enum SchemaStatus: Equatable, Sendable {
    case current
    /// Run `evergrant migrate` against the primary.
    case behind(applied: Int, wanted: Int)
    /// A newer program has migrated already: steps are additive, so this one may go on.
    case newer(applied: Int, wanted: Int)

    init(applied: Int, wanted: Int) {
        if applied == wanted {
            self = .current
        } else if applied < wanted {
            self = .behind(applied: applied, wanted: wanted)
        } else {
            self = .newer(applied: applied, wanted: wanted)
        }
    }
}

extension SchemaStatus {
    /// The newest step.
    ///
    /// Read from a replica: a step that has not arrived there yet is not applied there yet.
    private static let appliedVersion = ReadQuery<Int>(
        name: "schema_migration.version", sql: "SELECT coalesce(max(version), 0) FROM schema_migration"
    ) { row throws(RowError) in Int(try row.int32(0)) }

    /// Asks on a loop, of a primary or a replica.
    package static func read(
        from database: Database, wanting version: Int, within limit: Duration, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> SchemaStatus {
        do throws(DatabaseError) {
            let applied = try await database.read(appliedVersion, within: limit, on: loop).first ?? 0
            return SchemaStatus(applied: applied, wanted: version)
        } catch {
            guard error.sqlState == .undefinedTable else { throw error }
            return SchemaStatus(applied: 0, wanted: version)
        }
    }
}
