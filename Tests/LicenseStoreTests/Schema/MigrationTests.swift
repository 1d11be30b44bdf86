import Foundation
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("The real migrations")
    struct MigrationTests {
        /// An empty database of the shared server.
        private func freshDatabase(_ name: String) async throws -> DatabaseTarget {
            let primary = try RegionPair.current.primary
            try await primary.query("CREATE DATABASE \(name) OWNER evergrant", database: "postgres")
            return primary.target(database: name)
        }

        @Test("they are applied once, in order, and a second run does nothing")
        func appliedOnce() async throws {
            let target = try await freshDatabase("applied_once")
            let set = try MigrationSet(directory: RepositoryFiles.migrations)

            let first = try MigrationRunner.run(set, on: target)
            let second = try MigrationRunner.run(set, on: target)

            #expect(first.applied == set.migrations.map(\.name))
            #expect(first.applied.first == "initial")
            #expect(second.applied == [])
            #expect(second.version == set.version)
        }

        @Test("a file that was edited after it was applied is refused, by its number and name")
        func edited() async throws {
            let target = try await freshDatabase("edited")
            let folder = try TemporaryDirectory()
            let copy = folder.url.appending(path: "Migrations")
            // The folder itself: a copied link would have the original edited.
            let original = URL(fileURLWithPath: RepositoryFiles.migrations).resolvingSymlinksInPath()
            try FileManager.default.copyItem(at: original, to: copy)
            _ = try MigrationRunner.run(MigrationSet(directory: copy.path), on: target)
            let file = copy.appending(path: "0001_initial.sql")

            try (String(contentsOf: file, encoding: .utf8) + "-- One line more.\n")
                .write(to: file, atomically: true, encoding: .utf8)

            #expect(throws: MigrationFailure.changed(version: 1, name: "initial")) {
                try MigrationRunner.run(MigrationSet(directory: copy.path), on: target)
            }
        }

        @Test("a replica refuses them, migrated or not")
        func replica() async throws {
            let target = try RegionPair.current.replica.target
            #expect(throws: MigrationFailure.replica) {
                try MigrationRunner.run(MigrationSet(directory: RepositoryFiles.migrations), on: target)
            }
        }

        @Test("what they make is owned by the server's role, which is no superuser")
        func owner() async throws {
            let primary = try RegionPair.current.primary
            let owners = try await primary.query(
                "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
            let isSuperuser = try await primary.query("SELECT rolsuper FROM pg_roles WHERE rolname = 'evergrant'")

            #expect(owners == "evergrant")
            #expect(isSuperuser == "f")
        }
    }
}
