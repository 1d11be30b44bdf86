import Bytes
import LocalRegions
import Postgres
import Reactor
import Testing

/// Everything that talks to a real PostgreSQL: one after the other, because clusters are heavy and some are killed.
@Suite("PostgreSQL", .serialized, .onPostgres)
enum OnServer {}

/// A primary and its synchronous replica for a whole suite, which are gone when it ends.
struct OnPostgres: SuiteTrait, TestScoping {
    @TaskLocal static var pair: RegionPair?

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withRegionPair { pair in try await Self.$pair.withValue(pair) { try await function() } }
    }
}

extension Trait where Self == OnPostgres {
    static var onPostgres: OnPostgres { OnPostgres() }
}

struct RegionPair: Sendable {
    let primary: PostgresCluster
    let replica: PostgresCluster

    static var current: RegionPair {
        get throws { try #require(OnPostgres.pair) }
    }
}

/// For tests that destroy what they use; the replica is the one that `remote_apply` waits for.
func withRegionPair(_ body: @Sendable (RegionPair) async throws -> Void) async throws {
    try await withPrimary(synchronousStandby: "tokyo") { primary, folder in
        let replica = try await PostgresCluster.replica(
            of: primary, region: "tokyo", in: folder.url, options: .forTests)
        do { try await body(RegionPair(primary: primary, replica: replica)) } catch {
            await replica.shutDown()
            throw error
        }
        await replica.shutDown()
    }
}

func withPrimary(
    synchronousStandby: String? = nil, _ body: @Sendable (PostgresCluster, TemporaryDirectory) async throws -> Void
) async throws {
    let folder = try TemporaryDirectory(prefix: "evergrant-pg")
    defer { folder.remove() }
    let options = PostgresOptions(synchronousStandby: synchronousStandby, survivePowerCut: false)
    let primary = try await PostgresCluster.primary(region: "seoul", in: folder.url, options: options)
    do { try await body(primary, folder) } catch {
        await primary.shutDown()
        throw error
    }
    await primary.shutDown()
}

extension PostgresCluster {
    nonisolated var target: DatabaseTarget {
        DatabaseTarget(
            host: address.host, port: address.port, database: address.database, user: address.user,
            password: Secret(copying: Array(address.password.utf8)))
    }
}

/// Runs `body` on a loop of its own, with a database that is open for as long as it runs.
func withDatabase(
    _ target: DatabaseTarget, connections: Int = 1,
    adjust: @Sendable (inout DatabaseSettings) -> Void = { _ in },
    _ body: @Sendable (Database, isolated EventLoop) async throws -> Void
) async throws {
    var settings = DatabaseSettings(target: target)
    settings.connectionCount = connections
    adjust(&settings)
    let loop = try EventLoop.start(named: "test")
    defer { loop.stop() }
    try await withDatabase(settings, on: loop, body)
}

private func withDatabase(
    _ settings: DatabaseSettings, on loop: isolated EventLoop,
    _ body: @Sendable (Database, isolated EventLoop) async throws -> Void
) async throws {
    let database = Database(settings, resolver: NameResolver())
    database.open(on: loop)
    defer { database.close(on: loop) }
    try await body(database, loop)
}

/// How long `body` took.
func timed(_ body: () async throws -> Void) async rethrows -> Duration {
    let start = ContinuousClock.now
    try await body()
    return ContinuousClock.now - start
}

/// Queries that several suites ask.
enum Asked {
    static let one = ReadQuery<Int32>(name: "test.one", sql: "SELECT 1") { row throws(RowError) in try row.int32(0) }
    static let sleep = ReadQuery<Bool>(
        name: "test.sleep", sql: "SELECT pg_sleep($1 / 1000.0) IS NULL", parameters: [.int32]
    ) { row throws(RowError) in try row.bool(0) }
    static let echo = ReadQuery<Int32>(
        name: "test.echo", sql: "SELECT $1", parameters: [.int32]
    ) { row throws(RowError) in try row.int32(0) }
    static let isInRecovery = ReadQuery<Bool>(
        name: "test.is_in_recovery", sql: "SELECT pg_is_in_recovery()"
    ) { row throws(RowError) in try row.bool(0) }
}
