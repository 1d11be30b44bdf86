internal import Daemon
internal import LicenseStore
internal import Postgres
internal import Reactor

/// Applies the migrations that the primary has not seen; their names, in order.
package func migrate(_ configuration: Configuration) throws -> [String] {
    let settings = try DatabaseSettings(configuration, environment: ThisProcess.environment)
    do throws(MigrationFailure) {
        let set = try MigrationSet(directory: configuration.migrationsDirectory)
        return try MigrationRunner.run(set, on: settings.target).applied
    } catch {
        throw CommandFailure(error)
    }
}

/// What the configured database says of itself, a line each.
package func databaseStatus(_ configuration: Configuration) throws -> [String] {
    let settings = try DatabaseSettings(configuration, environment: ThisProcess.environment)
    let (schema, state) = try onOwnLoop { loop in
        let database = Database(settings, resolver: NameResolver())
        database.open(on: loop)
        defer { database.close(on: loop) }
        return try await readStatus(database, on: loop)
    }
    if let complaint = schema.complaint { throw CommandFailure.misconfigured(complaint) }
    guard let state else { throw CommandFailure.unavailable("the database gave no answer") }
    return [
        "region            \(configuration.region)",
        "role              \(state.isInRecovery ? "replica (read-only)" : "primary (read-write)")",
        "schema            \(schema)",
        "heartbeat         \(state.heartbeatAge.map { "\($0 / .seconds(1)) s old" } ?? "none yet")",
        "not yet applied   \(state.unappliedBytes) bytes",
        "system identifier \(UInt64(bitPattern: state.systemIdentifier))",
        "timeline          \(state.timeline)",
    ]
}

private func readStatus(
    _ database: Database, on loop: isolated EventLoop
) async throws -> (SchemaStatus, RegionState?) {
    do throws(DatabaseError) {
        let limit = Administration.patience
        let schema = try await SchemaStatus.read(from: database, wanting: Schema.version, within: limit, on: loop)
        guard case .behind = schema else {
            return (schema, try await LicenseReader(database, within: limit).regionState(on: loop))
        }
        return (schema, nil)
    } catch {
        throw CommandFailure(error)
    }
}

extension SchemaStatus {
    /// What is wrong and which command mends it, or nil.
    var complaint: String? {
        switch self {
        case .current, .newer: nil
        case .behind(let applied, let wanted):
            "the database schema is at version \(applied) and this program needs \(wanted): run `evergrant migrate` "
                + "against the primary"
        }
    }
}
