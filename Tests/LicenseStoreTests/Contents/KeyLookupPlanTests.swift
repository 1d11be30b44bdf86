import LocalRegions
import Postgres
import Testing

@testable import LicenseStore

extension OnRegions {
    @Suite("The plan of a key lookup")
    struct KeyLookupPlanTests {
        /// What the server would do for a session of ours, in a database of its own.
        private func plan(_ name: String, after preparation: String) async throws -> String {
            let primary = try RegionPair.current.primary
            try await primary.query("CREATE DATABASE \(name) OWNER evergrant", database: "postgres")
            let target = primary.target(database: name)
            _ = try MigrationRunner.run(MigrationSet(directory: RepositoryFiles.migrations), on: target)
            // Statistics are what the test says they are.
            let frozen = ["content", "content_key"].map { "ALTER TABLE \($0) SET (autovacuum_enabled = off);" }
            try await primary.query(frozen.joined() + preparation, database: name)
            let options = SessionSettings().serverSettings.map { "SET \($0.name) = '\($0.value)';" }.joined()
            return try await primary.query(
                """
                \(options) PREPARE lookup (uuid[]) AS \(ContentKeyRow.byKeyIDs.statement.sql);
                EXPLAIN (COSTS OFF) EXECUTE lookup ('{}')
                """, database: name)
        }

        private static let rows = """
            INSERT INTO site VALUES ('acme');
            INSERT INTO key_encryption_key VALUES (1, decode(repeat('11', 16), 'hex'));
            INSERT INTO content (site, name, request_digest)
                SELECT 'acme', 'title-' || n, decode(repeat('11', 32), 'hex') FROM generate_series(1, 5000) n;
            INSERT INTO content_key
                SELECT md5(n::text)::uuid, 'acme', 'title-' || (1 + n % 5000), 'SD', 'cenc', n, 1,
                       substr(sha256('nonce'), 1, 12), sha256(n::text::bytea)
                  FROM generate_series(1, 20000) n;
            """
        private static let deletions = "UPDATE content SET deleted_at = now() WHERE name LIKE '%7';"

        private static let cases: [(name: String, preparation: String)] = [
            ("empty", ""),
            ("analyzed_empty", "ANALYZE"),
            ("loaded_unanalyzed", rows),
            ("analyzed_empty_then_loaded", "ANALYZE;" + rows),
            ("loaded_and_analyzed", rows + "ANALYZE"),
            ("many_deleted", rows + "ANALYZE;" + deletions),
            ("many_deleted_and_analyzed", rows + deletions + "ANALYZE"),
        ]

        @Test(
            "it goes by the keys' index and that of the deleted contents, whatever the statistics say",
            arguments: cases)
        func byIndex(name: String, preparation: String) async throws {
            let plan = try await plan(name, after: preparation)

            #expect(!plan.contains("Seq Scan"), "\(plan)")
            #expect(!plan.contains("Gather"), "\(plan)")
            #expect(!plan.contains("Join"), "\(plan)")
            #expect(plan.contains("content_key_pkey"), "\(plan)")
            #expect(plan.contains("Index Cond: ((site = k.site) AND (name = k.content))"), "\(plan)")
            #expect(plan.contains("content_deleted"), "\(plan)")
        }
    }
}
