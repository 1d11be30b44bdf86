import Bytes
import LicenseStore
import Licensing
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Key lookups in groups")
    struct KeyLookupTests {
        /// `count` keys of one content, each under a period of its own.
        private func keys(
            _ count: Int, in store: Store, on loop: isolated EventLoop
        ) async throws -> [StoredContentKey] {
            let site = try await store.newSite(on: loop)
            let keys = (0..<count).map { Sample.key(period: UInt32($0)) }
            try await store.create(keys, as: ContentName("channel"), of: site, on: loop)
            return keys
        }

        /// Asks for every group at once; how many queries that took, and what each asker got.
        private func ask(
            _ groups: [[KeyID]], of store: Store, on loop: isolated EventLoop
        ) async throws -> (queries: Int, answers: [Set<KeyID>]) {
            let lookup = KeyLookup(store.database, within: Store.limit)
            _ = try await lookup.rows(of: [Sample.keyID()], on: loop)  // Connected from here on.
            let before = store.database.statistics.queries
            let tasks = groups.map { group in
                Task { Set(try await lookup.rows(of: group, on: loop).map(\.key.keyID)) }
            }
            var answers: [Set<KeyID>] = []
            for task in tasks { answers.append(try await task.value) }
            return (store.database.statistics.queries - before, answers)
        }

        @Test("five hundred askers share a handful of queries, and each gets its own rows and no others")
        func grouped() async throws {
            try await withStores { stores, loop in
                let keyIDs = try await self.keys(500, in: stores.primary, on: loop).map(\.keyID)
                // Neighbors ask for the same key too; every asker also asks for one that does not exist.
                let groups = keyIDs.indices.map { [keyIDs[$0], keyIDs[($0 + 1) % keyIDs.count]] }

                let (queries, answers) = try await self.ask(
                    groups.map { $0 + [Sample.keyID()] }, of: stores.primary, on: loop)

                #expect(answers == groups.map { Set($0) })
                #expect(queries <= 4)
            }
        }

        @Test("no query carries more keys than the limit, unless one asker alone wants more")
        func groupMax() async throws {
            try await withStores { stores, loop in
                let unknown = (0..<30).map { _ in (0..<100).map { _ in Sample.keyID() } }
                let one = [(0..<KeyLookup.groupMax + 1).map { _ in Sample.keyID() }]

                let grouped = try await self.ask(unknown, of: stores.primary, on: loop)
                let single = try await self.ask(one, of: stores.primary, on: loop)

                // The first goes alone; then ten groups of a hundred fit into each query.
                #expect(grouped.queries == 4)
                #expect(single.queries == 1)
            }
        }

        @Test("a key ID that two sites use is answered for both, with their names")
        func twoSites() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let (site, otherSite) = (try await store.newSite(on: loop), try await store.newSite(on: loop))
                let keyID = Sample.keyID()
                for owner in [site, otherSite] {
                    try await store.create([Sample.key(keyID)], as: ContentName("shared"), of: owner, on: loop)
                }

                let rows = try await KeyLookup(store.database, within: Store.limit).rows(of: [keyID], on: loop)

                #expect(Set(rows.map(\.site)) == [site, otherSite])
            }
        }

        @Test("when the query fails, everybody who waits for it is told, and the next ask is a new try")
        func failure() async throws {
            try await withStores { stores, loop in
                let closed = Store.open(try RegionPair.current.primary, on: loop)
                closed.close(on: loop)
                let lookup = KeyLookup(closed.database, within: Store.limit)
                let tasks = (0..<20).map { _ in Task { try await lookup.rows(of: [Sample.keyID()], on: loop) } }

                for task in tasks {
                    let error = await #expect(throws: DatabaseError.self) { try await task.value }
                    #expect(error?.kind == .closed)
                }
            }
        }

        @Test("nothing asked for is nothing found")
        func empty() async throws {
            try await withStores { stores, loop in
                let rows = try await KeyLookup(stores.primary.database, within: Store.limit).rows(of: [], on: loop)
                #expect(rows == [])
            }
        }
    }
}
