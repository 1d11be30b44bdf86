import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Constraints of the schema", .serialized)
    struct ConstraintTests {
        /// Runs SQL as the server's role; what the rows would be does not matter.
        private func error(of sql: String, in store: Store, on loop: isolated EventLoop) async -> DatabaseError? {
            let statement = ReadQuery<Void>(name: "test.statement", sql: sql) { _ in }
            do throws(DatabaseError) {
                _ = try await store.database.read(statement, within: Store.limit, on: loop)
                return nil
            } catch {
                return error
            }
        }

        /// The site, content and key that the bad rows lean on.
        private func prepare() async throws {
            try await RegionPair.current.primary.query(
                """
                INSERT INTO site (name) VALUES ('rows') ON CONFLICT DO NOTHING;
                INSERT INTO content VALUES ('rows', 'good', \(BadRow.bytes(32))) ON CONFLICT DO NOTHING;
                INSERT INTO content_key
                VALUES ('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'rows', 'good', 'HD', 'cbcs', NULL, 1,
                        \(BadRow.bytes(12)), \(BadRow.bytes(32)))
                    ON CONFLICT DO NOTHING
                """)
        }

        @Test("a bad row is refused by the constraint that is there for it", arguments: BadRow.refusedByCheck)
        func refusedByCheck(row: BadRow) async throws {
            try await prepare()
            try await withStores { stores, loop in
                let error = try #require(await self.error(of: row.sql, in: stores.primary, on: loop))
                #expect(error.sqlState == .checkViolation)
                #expect(error.serverMessage?.contains("\"\(row.constraint)\"") == true, "\(error.serverMessage ?? "")")
            }
        }

        @Test("rows that do not fit together are refused", arguments: BadRow.refusedByReference)
        func refusedByReference(row: BadRow) async throws {
            try await prepare()
            try await withStores { stores, loop in
                let error = try #require(await self.error(of: row.sql, in: stores.primary, on: loop))
                #expect(error.sqlState == .foreignKeyViolation)
                #expect(error.serverMessage?.contains("\"\(row.constraint)\"") == true, "\(error.serverMessage ?? "")")
            }
        }

        @Test("no CHECK constraint and no reference of the schema is without a row that it refuses")
        func everyConstraintIsTested() async throws {
            let tested = Set((BadRow.refusedByCheck + BadRow.refusedByReference).map(\.constraint))
            // The same reference to a site or a key-encryption key, tested where content keys lean on it.
            let alike: Set<String> = ["token_key_kek_version_fkey"]

            let names = try await RegionPair.current.primary.query(
                """
                SELECT conname FROM pg_constraint
                 WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace
                """
            )

            #expect(Set(names.split(separator: "\n").map(String.init)) == tested.union(alike))
        }
    }
}
