import Bytes
import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Content keys are for ever")
    struct ContentKeyTriggerTests {
        /// Changes to the key `$1`, none of which may happen.
        static let refused = [
            "DELETE FROM content_key WHERE key_id = $1",
            "UPDATE content_key SET key_id = gen_random_uuid() WHERE key_id = $1",
            "UPDATE content_key SET content = 'another' WHERE key_id = $1",
            "UPDATE content_key SET track_type = 'HD' WHERE key_id = $1",
            "UPDATE content_key SET scheme = 'cenc' WHERE key_id = $1",
            "UPDATE content_key SET crypto_period = 0 WHERE key_id = $1",
            "UPDATE content_key SET sealed = sha256('other') WHERE key_id = $1",
            "UPDATE content_key SET nonce = substr(sha256('other'), 1, 12) WHERE key_id = $1",
            "UPDATE content_key SET kek_version = 2 WHERE key_id = $1",
            "UPDATE content_key SET kek_version = 2, nonce = substr(sha256('other'), 1, 12) WHERE key_id = $1",
            "UPDATE content_key SET nonce = substr(sha256('o'), 1, 12), sealed = sha256('other') WHERE key_id = $1",
        ]

        static let rewrap = """
            UPDATE content_key SET kek_version = 2, nonce = substr(sha256('nonce'), 1, 12), sealed = sha256('sealed')
             WHERE key_id = $1
            """

        /// What the owner of the table is told; nil when the change went through.
        private func outcome(
            _ sql: String, _ keyID: KeyID, in store: Store, on loop: isolated EventLoop
        ) async -> SQLState? {
            let query = WriteQuery<Void>(name: "test.change", sql: sql, parameters: [.uuid]) { _ in }
            do throws(DatabaseError) {
                _ = try await store.database.write(query, [.uuid(keyID.value)], within: Store.limit, on: loop)
                return nil
            } catch {
                return error.sqlState
            }
        }

        private func makeKey(
            in store: Store, on loop: isolated EventLoop
        ) async throws -> (site: SiteName, key: StoredContentKey) {
            let site = try await store.newSite(on: loop)
            let key = Sample.key()
            try await store.create([key], as: ContentName("film"), of: site, on: loop)
            return (site, key)
        }

        @Test("no change of a key goes through, for the table's owner as for a superuser", arguments: refused)
        func refuses(sql: String) async throws {
            try await withStores { stores, loop in
                let (site, key) = try await self.makeKey(in: stores.primary, on: loop)

                #expect(await self.outcome(sql, key.keyID, in: stores.primary, on: loop) == .restrictViolation)
                await #expect(throws: LocalRegionsFailure.self) {
                    let bySuperuser = sql.replacing("$1", with: "'\(key.keyID)'")
                    try await RegionPair.current.primary.query(bySuperuser)
                }

                let content = try await stores.primary.reader.content(ContentName("film"), of: site, on: loop)
                #expect(content?.keys == [key])
            }
        }

        @Test("the table cannot be emptied")
        func truncate() async throws {
            let primary = try RegionPair.current.primary
            try await withStores { stores, loop in _ = try await self.makeKey(in: stores.primary, on: loop) }

            for sql in ["TRUNCATE content_key", "TRUNCATE site CASCADE"] {
                await #expect(throws: LocalRegionsFailure.self) { try await primary.query(sql) }
            }

            #expect(try await primary.query("SELECT count(*) > 0 FROM content_key") == "t")
        }

        @Test("a key may be wrapped anew under another key-encryption key")
        func rewrap() async throws {
            try await withStores { stores, loop in
                let (site, key) = try await self.makeKey(in: stores.primary, on: loop)

                #expect(await self.outcome(Self.rewrap, key.keyID, in: stores.primary, on: loop) == nil)

                let content = try await stores.primary.reader.content(ContentName("film"), of: site, on: loop)
                let wrapped = try #require(content?.keys.first?.wrapped)
                #expect(wrapped.version == 2)
                #expect(wrapped.nonce != key.wrapped.nonce && wrapped.sealed != key.wrapped.sealed)
                #expect(content?.keys.first?.keyID == key.keyID)
            }
        }

        @Test("a change that changes nothing goes through")
        func sameAgain() async throws {
            try await withStores { stores, loop in
                let (_, key) = try await self.makeKey(in: stores.primary, on: loop)
                let sql = "UPDATE content_key SET sealed = sealed, kek_version = kek_version WHERE key_id = $1"

                #expect(await self.outcome(sql, key.keyID, in: stores.primary, on: loop) == nil)
            }
        }
    }
}
