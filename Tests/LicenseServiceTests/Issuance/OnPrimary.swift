import Bytes
import Foundation
import LocalRegions
import Postgres
import Testing

/// Everything of this target that asks a real PostgreSQL, one test after the other.
@Suite("License service on a database", .serialized, .onPrimary)
enum OnPrimary {}

/// Starts a primary before the suite, migrates it with the real files, and ends it after.
struct OnPrimaryTrait: SuiteTrait, TestScoping {
    @TaskLocal static var current: PostgresCluster?

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory(prefix: "evergrant-service")
        defer { folder.remove() }
        let primary = try await PostgresCluster.primary(region: "seoul", in: folder.url, options: .forTests)
        do {
            _ = try MigrationRunner.run(MigrationSet(directory: Tree.file("Migrations").path), on: primary.target)
            try await Self.$current.withValue(primary) { try await function() }
        } catch {
            await primary.shutDown()
            throw error
        }
        await primary.shutDown()
    }
}

extension Trait where Self == OnPrimaryTrait {
    static var onPrimary: OnPrimaryTrait { OnPrimaryTrait() }
}

extension PostgresCluster {
    nonisolated var target: DatabaseTarget {
        DatabaseTarget(
            host: address.host, port: address.port, database: address.database, user: address.user,
            password: Secret(copying: Array(address.password.utf8)))
    }
}
