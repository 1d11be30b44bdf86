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
