import Foundation
import LocalRegions
import Testing

@Suite("Two PostgreSQL clusters on one machine", .serialized)
struct PostgresClusterTests {
    @Test("a row committed under remote_apply is on the replica at once, and a crash needs no rebuild")
    func replicatesThroughACrash() async throws {
        let folder = try TemporaryDirectory()
        var options = PostgresOptions.forTests
        options.synchronousStandby = "tokyo"
        let seoul = try await PostgresCluster.primary(region: "seoul", in: folder.url, options: options)
        options.synchronousStandby = "seoul"
        let tokyo = try await PostgresCluster.replica(of: seoul, region: "tokyo", in: folder.url, options: options)

        try await seoul.query("CREATE TABLE t (n int)")
        try await seoul.query("BEGIN; SET LOCAL synchronous_commit = remote_apply; INSERT INTO t VALUES (1); COMMIT")
        #expect(try await tokyo.query("SELECT n FROM t") == "1")

        try await seoul.kill9()
        #expect(await seoul.isRunning == false)
        #expect(try await tokyo.query("SELECT n FROM t") == "1")

        try await seoul.restart()
        try await seoul.waitForReplica("tokyo")
        try await seoul.query("BEGIN; SET LOCAL synchronous_commit = remote_apply; INSERT INTO t VALUES (2); COMMIT")
        #expect(try await tokyo.query("SELECT count(*) FROM t") == "2")

        await tokyo.shutDown()
        await seoul.shutDown()
    }

    @Test("a halted cluster answers nobody and goes on where it was")
    func haltsAndGoesOn() async throws {
        let folder = try TemporaryDirectory()
        let seoul = try await PostgresCluster.primary(region: "seoul", in: folder.url, options: .forTests)

        try await seoul.stop()
        await #expect(throws: LocalRegionsFailure.self) {
            try await seoul.query("SELECT 1", within: .milliseconds(300))
        }
        await seoul.cont()

        #expect(try await seoul.query("SELECT 1") == "1")
        await seoul.shutDown()
    }

    @Test("a promoted replica takes writes")
    func promotes() async throws {
        let folder = try TemporaryDirectory()
        let seoul = try await PostgresCluster.primary(region: "seoul", in: folder.url, options: .forTests)
        let tokyo = try await PostgresCluster.replica(of: seoul, region: "tokyo", in: folder.url, options: .forTests)
        await #expect(throws: LocalRegionsFailure.self) { try await tokyo.query("CREATE TABLE t (n int)") }

        try await seoul.kill9()
        try await tokyo.promote()

        try await tokyo.query("CREATE TABLE t (n int)")
        await tokyo.shutDown()
    }

    @Test("the server's role logs in over TCP with its password only")
    func asksForThePassword() async throws {
        let folder = try TemporaryDirectory()
        let seoul = try await PostgresCluster.primary(region: "seoul", in: folder.url, options: .forTests)
        let wrong = seoul.address.connectionString.replacing("password=", with: "password=x")

        let right = try await Command("psql", ["-Atc", "SELECT current_user", seoul.address.connectionString]).run()
        let refused = try await Command("psql", ["-Atc", "SELECT 1", wrong]).result()

        #expect(right.text == "evergrant")
        #expect(refused.status != 0)
        await seoul.shutDown()
    }
}
