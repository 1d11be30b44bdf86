import LicenseStore
import Licensing
import Reactor
import Testing

extension OnRegions {
    @Suite("Pages of contents")
    struct ContentPageTests {
        /// All characters that a name may hold, so that a collation which ignores some would show.
        static let names = (0..<250).map { number in
            "\(["a", "A", "b-", "b.", "b_", "b~", "b:", "Z9"][number % 8])\(number / 8)\(number % 3 == 0 ? "-" : "")"
        }

        /// Everything after `cursor`, page by page.
        private func walk(
            _ store: Store, _ site: SiteName, count: Int, on loop: isolated EventLoop,
            afterPage: ([ContentSummary]) async throws -> Void = { _ in }
        ) async throws -> [String] {
            var walked: [String] = []
            while true {
                let page = try await store.reader.contents(
                    of: site, after: walked.last ?? "", count: count, on: loop)
                guard !page.isEmpty else { return walked }
                #expect(page.count <= count)
                walked += page.map(\.name.description)
                try await afterPage(page)
            }
        }

        private func fill(_ store: Store, on loop: isolated EventLoop) async throws -> SiteName {
            let site = try await store.newSite(on: loop)
            let tasks = Self.names.map { name in
                Task { try await store.create([Sample.key()], as: ContentName(name), of: site, on: loop) }
            }
            for task in tasks { #expect(try await task.value == []) }
            return site
        }

        @Test("a walk meets each of 250 names once, whatever the page's size", arguments: [1, 7, 100, 250, 1_000])
        func walk(count: Int) async throws {
            try await withStores { stores, loop in
                let site = try await self.fill(stores.primary, on: loop)

                let walked = try await self.walk(stores.primary, site, count: count, on: loop)

                #expect(walked.count == 250)
                #expect(Set(walked) == Set(Self.names))
            }
        }

        @Test("contents that come and go during a walk make it neither skip nor repeat another")
        func changesDuringWalk() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let site = try await self.fill(store, on: loop)
                var deleted: Set<String> = []

                let walked = try await self.walk(store, site, count: 10, on: loop) { page in
                    let (first, last) = (try #require(page.first), try #require(page.last))
                    let content = try await store.reader.content(last.name, of: site, on: loop)
                    _ = try await store.ledger.delete(try #require(content), on: loop)
                    deleted.insert(last.name.description)
                    // Behind the cursor: sorts right after a name that this walk has left.
                    try await store.create([Sample.key()], as: ContentName("\(first.name)0"), of: site, on: loop)
                }

                #expect(deleted.count == 25)
                #expect(Set(walked).count == walked.count)
                #expect(Set(walked).isSuperset(of: Self.names))
            }
        }

        @Test("a summary counts the keys and names the digest, and another site's contents stay out")
        func summary() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let (site, otherSite) = (try await store.newSite(on: loop), try await store.newSite(on: loop))
                let keys = [Sample.key(track: .audio), Sample.key(track: .hd), Sample.key(track: .sd)]
                try await store.create(keys, digest: 9, as: ContentName("film"), of: site, on: loop)
                try await store.create([Sample.key()], as: ContentName("film"), of: otherSite, on: loop)

                let page = try await store.reader.contents(of: site, after: "", count: 10, on: loop)

                #expect(page.map(\.keyCount) == [3])
                #expect(page.map(\.requestDigest) == [Sample.digest(9)])
            }
        }
    }
}
