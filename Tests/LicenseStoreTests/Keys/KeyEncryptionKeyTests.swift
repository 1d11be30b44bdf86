import LicenseStore
import Licensing
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Key-encryption keys")
    struct KeyEncryptionKeyTests {
        @Test("a version is met once: what comes later under the same number changes nothing")
        func firstWins() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let (first, second) = (Sample.bytes(16), Sample.bytes(16))

                try await store.ledger.addKeyEncryptionKey(77, checkValue: first, on: loop)
                try await store.ledger.addKeyEncryptionKey(77, checkValue: second, on: loop)

                let rows = try await store.reader.keyEncryptionKeys(on: loop)
                #expect(rows.first { $0.version == 77 }?.checkValue == first)
                #expect(rows.map(\.version) == rows.map(\.version).sorted())
                #expect(rows.map(\.version).starts(with: [1, 2]))
            }
        }

        @Test("a content under a version that the database has not met is refused")
        func unknownVersion() async throws {
            try await withStores { stores, loop in
                let site = try await stores.primary.newSite(on: loop)
                let key = StoredContentKey(
                    keyID: Sample.keyID(), track: .sd, scheme: .cbcs, period: nil, wrapped: Sample.wrapped(version: 99))
                let error = await #expect(throws: DatabaseError.self) {
                    try await stores.primary.create([key], as: ContentName("film"), of: site, on: loop)
                }
                #expect(error?.sqlState == .foreignKeyViolation)
            }
        }
    }
}
