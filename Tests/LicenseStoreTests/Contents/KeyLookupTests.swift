import Bytes
import LicenseStore
import Licensing
import LocalRegions
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
                #expect(queries == 1)
            }
        }

        @Test("no query carries more keys than the limit, unless one asker alone wants more")
        func groupMax() async throws {
            try await withStores { stores, loop in
                let unknown = (0..<30).map { _ in (0..<100).map { _ in Sample.keyID() } }
                let one = [(0..<KeyLookup.groupMax + 1).map { _ in Sample.keyID() }]

                let grouped = try await self.ask(unknown, of: stores.primary, on: loop)
                let single = try await self.ask(one, of: stores.primary, on: loop)

                // Ten groups of a hundred fit into each query, and no group is taken apart.
                #expect(grouped.queries == 3)
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

        @Test("a key that is being asked for is not asked for twice, and everybody gets it")
        func sharedQuestion() async throws {
            try await withStores { stores, loop in
                let keyID = try #require(try await self.keys(1, in: stores.primary, on: loop).first).keyID

                let (queries, answers) = try await self.ask(
                    Array(repeating: [keyID, keyID], count: 50), of: stores.primary, on: loop)

                #expect(queries == 1)
                #expect(answers == Array(repeating: [keyID], count: 50))
            }
        }

        @Test("whoever asks again from within the answer gets an answer of its own")
        func asksAgain() async throws {
            try await withStores { stores, loop in
                let keyIDs = try await self.keys(2, in: stores.primary, on: loop).map(\.keyID)
                let lookup = KeyLookup(stores.primary.database, within: Store.limit)

                let counts = await withCheckedContinuation { continuation in
                    lookup.rows(of: [keyIDs[0]], on: loop) { first in
                        lookup.rows(of: [keyIDs[1]], on: loop) { second in
                            continuation.resume(returning: [first, second].map { (try? $0.get().count) ?? -1 })
                        }
                    }
                    lookup.rows(of: [keyIDs[1]], on: loop) { _ in }
                }

                #expect(counts == [1, 1])
            }
        }

        @Test("who has gone is told nothing, and is not asked for")
        func withdrawn() async throws {
            try await withStores { stores, loop in
                let lookup = KeyLookup(stores.primary.database, within: Store.limit)
                _ = try await lookup.rows(of: [Sample.keyID()], on: loop)
                let before = stores.primary.database.statistics.queries

                lookup.rows(of: [Sample.keyID()], on: loop) { _ in Issue.record("told although gone") }.withdraw()
                lookup.rows(of: [Sample.keyID()], on: loop) { _ in Issue.record("told although gone") }.withdraw()
                try await loop.sleep(for: .milliseconds(1))

                #expect(stores.primary.database.statistics.queries == before)
            }
        }

        @Test("every asker has a limit of its own, whatever the query under way does")
        func deadline() async throws {
            try await withStores { stores, loop in
                let lookup = KeyLookup(stores.primary.database, within: .seconds(2))
                _ = try? await lookup.rows(of: [Sample.keyID()], on: loop)
                let cluster = try RegionPair.current.primary
                try await self.halting(cluster) {
                    let first = Task { try await lookup.rows(of: [Sample.keyID()], on: loop) }
                    try await loop.sleep(for: .seconds(1))
                    let before = loop.now
                    await #expect(throws: DatabaseError.self) {
                        try await lookup.rows(of: [Sample.keyID()], on: loop)
                    }
                    // Not what is left of the first query's limit, and then its own.
                    #expect(loop.now - before < .milliseconds(2_700))
                    await #expect(throws: DatabaseError.self) { try await first.value }
                }
            }
        }

        private func halting(_ cluster: PostgresCluster, _ body: () async throws -> Void) async throws {
            try await cluster.stop()
            do { try await body() } catch {
                await cluster.cont()
                throw error
            }
            await cluster.cont()
        }

        @Test("more than the waiting line holds is refused at once")
        func overloaded() async throws {
            try await withStores { stores, loop in
                let lookup = KeyLookup(stores.primary.database, within: Store.limit)
                let tooMany = (0...KeyLookup.waitingMax).map { KeyID(UInt128($0)) }

                let error = await #expect(throws: DatabaseError.self) {
                    try await lookup.rows(of: tooMany, on: loop)
                }

                #expect(error?.kind == .overloaded)
            }
        }
    }
}
