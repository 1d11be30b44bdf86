import Foundation
import LocalRegions
import Reactor
import Testing

@testable import Postgres

extension OnServer {
    @Suite("Migrations on a real server")
    struct MigrationTests {
        private let first = Migration(version: 1, name: "first", sql: "CREATE TABLE a (n int); CREATE TABLE b (n int);")
        private let second = Migration(version: 2, name: "second", sql: "ALTER TABLE a ADD COLUMN m int;")

        /// A database of the test's own, on the shared server.
        private func freshTarget(_ name: String) async throws -> DatabaseTarget {
            let primary = try RegionPair.current.primary
            try await primary.query("CREATE DATABASE \(name) OWNER evergrant", database: "postgres")
            let target = primary.target
            return DatabaseTarget(
                host: target.host, port: target.port, database: name, user: target.user, password: target.password)
        }

        @Test("steps are applied once and in order, and later ones are added")
        func appliesOnce() async throws {
            let target = try await freshTarget("applies_once")

            #expect(try MigrationRunner.run(MigrationSet([first]), on: target).applied == ["first"])
            #expect(try MigrationRunner.run(MigrationSet([first]), on: target).applied == [])
            #expect(try MigrationRunner.run(MigrationSet([first, second]), on: target).applied == ["second"])
        }

        @Test("an edited step is refused, and so is a database newer than the files")
        func refusesEdits() async throws {
            let target = try await freshTarget("refuses_edits")
            _ = try MigrationRunner.run(MigrationSet([first, second]), on: target)
            let edited = Migration(version: 1, name: "first", sql: first.sql + "\n-- harmless")

            #expect(throws: MigrationFailure.changed(version: 1, name: "first")) {
                try MigrationRunner.run(MigrationSet([edited, second]), on: target)
            }
            #expect(throws: MigrationFailure.unknownVersion(applied: 2, known: 1)) {
                try MigrationRunner.run(MigrationSet([first]), on: target)
            }
        }

        @Test("a step that fails leaves nothing of itself behind")
        func failedStep() async throws {
            let target = try await freshTarget("failed_step")
            let broken = Migration(version: 2, name: "broken", sql: "CREATE TABLE c (n int); SELECT 1 / 0;")

            let failure = #expect(throws: MigrationFailure.self) {
                try MigrationRunner.run(MigrationSet([first, broken]), on: target)
            }
            guard case .failed(2, "broken", let state, _)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(state == SQLState("22012"))
            #expect(try MigrationRunner.run(MigrationSet([first, second]), on: target).applied == ["second"])
            let left = try await RegionPair.current.primary.query(
                "SELECT to_regclass('c') IS NULL", database: "failed_step")
            #expect(left == "t")
        }

        @Test("a step that commits for itself is refused")
        func ownCommit() async throws {
            let target = try await freshTarget("own_commit")
            let committing = Migration(version: 1, name: "committing", sql: "CREATE TABLE a (n int); COMMIT;")

            #expect(throws: MigrationFailure.endedTransaction(version: 1, name: "committing")) {
                try MigrationRunner.run(MigrationSet([committing]), on: target)
            }
        }

        @Test("a replica refuses to be migrated")
        func replica() async throws {
            let target = try RegionPair.current.replica.target

            #expect(throws: MigrationFailure.replica) { try MigrationRunner.run(MigrationSet([first]), on: target) }
        }

        @Test("while one run holds the lock another is told that it is busy, and goes through afterwards")
        func busy() async throws {
            let target = try await freshTarget("busy")
            let lock = ReadQuery<Int32>(
                name: "test.lock", sql: "SELECT 1 FROM pg_advisory_lock($1)", parameters: [.int64]
            ) {
                row throws(RowError) in try row.int32(0)
            }
            try await withDatabase(target) { database, loop in
                _ = try await database.read(lock, [.int64(MigrationRunner.lockKey)], within: .seconds(5), on: loop)
                #expect(throws: MigrationFailure.busy) { try MigrationRunner.run(MigrationSet([first]), on: target) }
            }
            try await eventually("the lock is free", within: .seconds(5)) {
                try MigrationRunner.run(MigrationSet([first]), on: target).version == 1
            }
        }

        @Test("the schema's version is read on a loop: none, behind, current, newer")
        func status() async throws {
            let target = try await freshTarget("status")
            try await withDatabase(target) { database, loop in
                let none = try await SchemaStatus.read(from: database, wanting: 1, within: .seconds(5), on: loop)
                #expect(none == .behind(applied: 0, wanted: 1))
                _ = try MigrationRunner.run(MigrationSet([first, second]), on: target)
                for (wanted, expected) in [
                    (1, .newer(applied: 2, wanted: 1)), (2, .current), (3, .behind(applied: 2, wanted: 3)),
                ] as [(Int, SchemaStatus)] {
                    let status = try await SchemaStatus.read(
                        from: database, wanting: wanted, within: .seconds(5), on: loop)
                    #expect(status == expected)
                }
            }
        }

        @Test("the project's own migrations apply to an empty database")
        func ourOwn() async throws {
            let target = try await freshTarget("our_own")
            let directory = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

            let set = try MigrationSet(directory: "/\(directory)/Migrations")

            #expect(try MigrationRunner.run(set, on: target).version == set.version)
            #expect(set.version >= 1)
        }
    }
}

@Suite("Migration files")
struct MigrationSetTests {
    private func withFiles<R>(_ files: [String], _ body: (String) throws -> R) throws -> R {
        let folder = try TemporaryDirectory()
        for file in files { try Data("SELECT 1".utf8).write(to: folder.url.appending(path: file)) }
        return try body(folder.url.path)
    }

    @Test("files are taken in the order of their numbers, and other files are left alone")
    func order() throws {
        let set = try withFiles(["0002_b.sql", "0001_a.sql", "README.md"]) { try MigrationSet(directory: $0) }

        #expect(set.migrations.map(\.name) == ["a", "b"])
    }

    @Test(
        "a gap, a repeated number, a strange name and an empty directory are refused",
        arguments: [
            (["0001_a.sql", "0003_c.sql"], .gap(expected: 2, found: 3)),
            (["0001_a.sql", "0001_b.sql"], .gap(expected: 2, found: 1)),
            (["1_a.sql"], .misnamed("1_a.sql")), ([], .noMigrations),
        ] as [([String], MigrationFailure)])
    func refused(files: [String], failure: MigrationFailure) throws {
        try withFiles(files) { directory in
            _ = #expect(throws: failure) { try MigrationSet(directory: directory) }
        }
    }
}
