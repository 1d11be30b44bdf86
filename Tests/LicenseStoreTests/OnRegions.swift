import LocalRegions
import Postgres
import Testing

/// Everything that asks a real PostgreSQL: a primary and its replica serve all of it, one test after the other.
@Suite("License store", .serialized, .onRegions)
enum OnRegions {}

/// The clusters of one run.
struct RegionPair: Sendable {
    let primary: PostgresCluster
    let replica: PostgresCluster

    static var current: RegionPair {
        get throws { try #require(OnRegionsTrait.pair) }
    }
}

/// Starts both clusters before the suite, migrates the primary with the real files, and ends both after it.
struct OnRegionsTrait: SuiteTrait, TestScoping {
    @TaskLocal static var pair: RegionPair?

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory(prefix: "evergrant-store")
        defer { folder.remove() }
        let options = PostgresOptions(synchronousStandby: "tokyo", survivePowerCut: false)
        let primary = try await PostgresCluster.primary(region: "seoul", in: folder.url, options: options)
        try await ending(primary) {
            _ = try MigrationRunner.run(MigrationSet(directory: RepositoryFiles.migrations), on: primary.target)
            try await primary.query("INSERT INTO key_encryption_key VALUES (1, '\\x\(ones)'), (2, '\\x\(twos)')")
            let replica = try await PostgresCluster.replica(
                of: primary, region: "tokyo", in: folder.url, options: .forTests)
            try await ending(replica) {
                try await Self.$pair.withValue(RegionPair(primary: primary, replica: replica)) { try await function() }
            }
        }
    }

    private var ones: String { String(repeating: "11", count: 16) }
    private var twos: String { String(repeating: "22", count: 16) }

    private func ending(_ cluster: PostgresCluster, after body: () async throws -> Void) async throws {
        do { try await body() } catch {
            await cluster.shutDown()
            throw error
        }
        await cluster.shutDown()
    }
}

extension Trait where Self == OnRegionsTrait {
    static var onRegions: OnRegionsTrait { OnRegionsTrait() }
}
