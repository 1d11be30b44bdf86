import LicenseStore
import Licensing
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Policies")
    struct PolicyTests {
        @Test("versions count up for each name and site, and the highest applies")
        func versions() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let (site, otherSite) = (try await store.newSite(on: loop), try await store.newSite(on: loop))
                let (hd, sd) = (try PolicyName("hd"), try PolicyName("sd"))
                // More than nine: as text, 10 would sort before 2.
                for version in 1...11 {
                    let document = #"{"version": \#(version)}"#
                    #expect(try await store.ledger.setPolicy(document, named: hd, of: site, on: loop) == version)
                }
                #expect(try await store.ledger.setPolicy("{}", named: sd, of: site, on: loop) == 1)
                #expect(try await store.ledger.setPolicy("[]", named: hd, of: otherSite, on: loop) == 1)

                let policies = try await store.reader.policies(of: site, on: loop)
                let others = try await store.reader.policies(of: otherSite, on: loop)

                #expect(policies.map(\.name) == [hd, sd])
                #expect(policies.map(\.document) == [#"{"version": 11}"#, "{}"])
                #expect(others.map(\.document) == ["[]"])
            }
        }

        @Test("a site without policies has none, and a site that does not exist takes none")
        func noSite() async throws {
            try await withStores { stores, loop in
                let site = try SiteName("no-site")
                #expect(try await stores.primary.reader.policies(of: site, on: loop) == [])
                let error = await #expect(throws: DatabaseError.self) {
                    try await stores.primary.ledger.setPolicy("{}", named: PolicyName("hd"), of: site, on: loop)
                }
                #expect(error?.sqlState == .foreignKeyViolation)
            }
        }
    }
}
