import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Packagers' credentials")
    struct CredentialTests {
        private func newCredential(of site: SiteName) -> PackagerCredential {
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            let id = String(repeating: "0", count: 16 - digits.count) + digits
            return PackagerCredential(id: id, site: site, secretDigest: Sample.bytes(32))
        }

        @Test("a credential is read back as it was added, in both regions, until it is revoked")
        func roundTrip() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let credential = self.newCredential(of: try await store.newSite(on: loop))
                try await store.ledger.add(credential, named: "encoder 1", on: loop)

                #expect(try await store.reader.credential(credential.id, on: loop) == credential)
                try await eventually("the replica has it", within: Store.limit) {
                    try await stores.replica.reader.credential(credential.id, on: loop) == credential
                }

                #expect(try await store.ledger.revokeCredential(credential.id, on: loop))
                #expect(try await store.reader.credential(credential.id, on: loop) == nil)
                try await eventually("the replica has forgotten it", within: Store.limit) {
                    try await stores.replica.reader.credential(credential.id, on: loop) == nil
                }
            }
        }

        @Test("what is revoked already, and what never was, is not revoked")
        func nothingToRevoke() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let credential = self.newCredential(of: try await store.newSite(on: loop))
                try await store.ledger.add(credential, named: "encoder", on: loop)

                #expect(try await store.ledger.revokeCredential(credential.id, on: loop))
                #expect(try await !store.ledger.revokeCredential(credential.id, on: loop))
                #expect(try await !store.ledger.revokeCredential("no such credential", on: loop))
            }
        }

        @Test("an identifier is given once, even after it was revoked")
        func repeatedIdentifier() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let credential = self.newCredential(of: try await store.newSite(on: loop))
                try await store.ledger.add(credential, named: "first", on: loop)
                _ = try await store.ledger.revokeCredential(credential.id, on: loop)

                let error = await #expect(throws: DatabaseError.self) {
                    try await store.ledger.add(credential, named: "second", on: loop)
                }

                #expect(error?.sqlState == .uniqueViolation)
            }
        }

        @Test("a site is new once")
        func sites() async throws {
            try await withStores { stores, loop in
                let site = try SiteName("site-of-its-own")

                #expect(try await stores.primary.ledger.addSite(site, on: loop))
                #expect(try await !stores.primary.ledger.addSite(site, on: loop))
            }
        }
    }
}
