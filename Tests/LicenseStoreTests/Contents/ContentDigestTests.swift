import Licensing
import Postgres
import Reactor
import Testing

@testable import LicenseStore

extension OnRegions {
    @Suite("Changes guarded by the request's digest")
    struct ContentDigestTests {
        private func change(
            _ query: WriteQuery<Void>, _ name: ContentName, of site: SiteName, digest: UInt8, in store: Store,
            on loop: isolated EventLoop
        ) async throws -> Bool {
            let values: [SQLValue] = [.text(site.description), .text(name.description), .bytes(Sample.digest(digest))]
            return try await !store.database.write(query, values, within: Store.limit, on: loop).isEmpty
        }

        @Test("neither deletion nor revival happens under another digest")
        func otherDigest() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let site = try await store.newSite(on: loop)
                let name = try ContentName("film")
                try await store.create([Sample.key()], digest: 1, as: name, of: site, on: loop)

                for query in [ContentWrites.delete, ContentWrites.revive] {
                    #expect(try await !self.change(query, name, of: site, digest: 2, in: store, on: loop))
                    #expect(try await self.change(query, name, of: site, digest: 1, in: store, on: loop))
                }
            }
        }
    }
}
