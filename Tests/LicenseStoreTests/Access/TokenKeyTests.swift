import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Token keys")
    struct TokenKeyTests {
        static let materials: [(TokenAlgorithm, TokenKeyRow.Material)] = [
            (.hs256, .sealedSecret(WrappedKey(version: 2, nonce: Sample.bytes(12), sealed: Sample.bytes(64)))),
            (.es256, .publicKey(Sample.bytes(91))), (.edDSA, .publicKey(Sample.bytes(44))),
        ]

        @Test("a key is read back as it was added, in both regions", arguments: materials)
        func roundTrip(algorithm: TokenAlgorithm, material: TokenKeyRow.Material) async throws {
            try await withStores { stores, loop in
                let row = TokenKeyRow(
                    name: try TokenKeyName("key-\(algorithm.rawValue)"),
                    site: try await stores.primary.newSite(on: loop), algorithm: algorithm, material: material)

                try await stores.primary.ledger.add(row, on: loop)

                #expect(try await stores.primary.reader.tokenKey(row.name, on: loop) == row)
                try await eventually("the replica has it", within: Store.limit) {
                    try await stores.replica.reader.tokenKey(row.name, on: loop) == row
                }
            }
        }

        @Test("keys are changed without a gap: both verify until the old one is revoked, and then the new one does")
        func rollsOver() async throws {
            try await withStores { stores, loop in
                let (store, site) = (stores.primary, try await stores.primary.newSite(on: loop))
                let rows = try ["old", "new"].map { name in
                    TokenKeyRow(
                        name: try TokenKeyName("\(site)-\(name)"), site: site, algorithm: .es256,
                        material: .publicKey([1]))
                }
                let (old, new) = (rows[0].name, rows[1].name)

                try await store.ledger.add(rows[0], on: loop)
                try await store.ledger.add(rows[1], on: loop)
                #expect(try await store.reader.tokenKey(old, on: loop) == rows[0])
                #expect(try await store.reader.tokenKey(new, on: loop) == rows[1])
                #expect(try await store.ledger.revokeTokenKey(old, on: loop))
                #expect(try await store.reader.tokenKey(old, on: loop) == nil)
                #expect(try await store.reader.tokenKey(new, on: loop) == rows[1])

                #expect(try await !store.ledger.revokeTokenKey(rows[0].name, on: loop))
                let listed = try await store.reader.tokenKeys(of: site, on: loop)
                #expect(listed.map(\.name) == [rows[1].name, rows[0].name])
                #expect(listed.map { $0.revokedAt == nil } == [true, false])
            }
        }

        @Test("a name is unique in the whole deployment, because a token names no site before it is verified")
        func repeatedName() async throws {
            try await withStores { stores, loop in
                let name = try TokenKeyName("shared-name")
                for expected in [nil, SQLState.uniqueViolation] {
                    let site = try await stores.primary.newSite(on: loop)
                    let row = TokenKeyRow(name: name, site: site, algorithm: .es256, material: .publicKey([1]))
                    do throws(DatabaseError) {
                        try await stores.primary.ledger.add(row, on: loop)
                        #expect(expected == nil)
                    } catch {
                        #expect(error.sqlState == expected)
                    }
                }
            }
        }

        @Test("a revoked key and an unknown one are not found")
        func revoked() async throws {
            try await withStores { stores, loop in
                let row = TokenKeyRow(
                    name: try TokenKeyName("revoked"), site: try await stores.primary.newSite(on: loop),
                    algorithm: .es256, material: .publicKey([1]))
                try await stores.primary.ledger.add(row, on: loop)

                try await RegionPair.current.primary.query(
                    "UPDATE token_key SET revoked_at = now() WHERE name = 'revoked'")

                #expect(try await stores.primary.reader.tokenKey(row.name, on: loop) == nil)
                #expect(try await stores.primary.reader.tokenKey(TokenKeyName("unknown"), on: loop) == nil)
            }
        }
    }
}
