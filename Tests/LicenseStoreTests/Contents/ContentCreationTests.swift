import Bytes
import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Creating contents")
    struct ContentCreationTests {
        /// Every track and scheme, with and without periods, and the largest numbers there are.
        static let keys: [StoredContentKey] = [
            Sample.key(KeyID(.max), track: .audio, scheme: .cenc),
            Sample.key(track: .hd), Sample.key(track: .sd), Sample.key(track: .uhd1), Sample.key(track: .uhd2),
            Sample.key(track: .audio, period: 0), Sample.key(track: .sd, scheme: .cenc, period: 0),
            Sample.key(track: .sd, period: .max),
        ]

        @Test("keys are read back byte for byte in both regions, and the other region is named")
        func roundTrip() async throws {
            try await withStores { stores, loop in
                let site = try await stores.primary.newSite(on: loop)
                let name = try ContentName("urn:title~1._-")

                let standbys = try await stores.primary.ledger.create(
                    Self.keys, digest: Sample.digest(7), as: name, of: site, confirmingWithin: Store.limit, on: loop)

                #expect(standbys == ["tokyo"])
                for store in [stores.primary, stores.replica] {
                    let content = try #require(try await store.reader.content(name, of: site, on: loop))
                    #expect(content.keys == Self.keys)
                    #expect(content.requestDigest == Sample.digest(7))
                    #expect(content.site == site && content.name == name)
                    #expect(!content.isDeleted)
                    #expect(content.createdAt > .seconds(1_700_000_000))
                }
            }
        }

        @Test("fifty equal requests at once make one set of keys, and the others find it")
        func concurrentCreates() async throws {
            try await withStores { stores, loop in
                let site = try await stores.primary.newSite(on: loop)
                let name = try ContentName("wanted-by-all")
                let primary = try RegionPair.current.primary
                let crowd = (0..<5).map { _ in Store.open(primary, connections: 4, on: loop) }
                defer { for store in crowd { store.close(on: loop) } }

                let attempts = (0..<50).map { number in
                    let keys = [Sample.key(track: .audio), Sample.key(track: .sd)]
                    let store = crowd[number % crowd.count]
                    return Task {
                        let isMaker = try await store.create(keys, as: name, of: site, on: loop) != nil
                        let found = try await store.reader.content(name, of: site, on: loop)
                        return (isMaker: isMaker, keys: keys, found: found?.keys)
                    }
                }
                var outcomes: [(isMaker: Bool, keys: [StoredContentKey], found: [StoredContentKey]?)] = []
                for attempt in attempts { outcomes.append(try await attempt.value) }

                let made = outcomes.filter(\.isMaker).map(\.keys)
                #expect(made.count == 1)
                #expect(outcomes.allSatisfy { $0.found == made.first })
            }
        }

        @Test("a name that is taken changes nothing, whatever is asked under it")
        func conflict() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let site = try await store.newSite(on: loop)
                let name = try ContentName("taken")
                let keys = [Sample.key()]
                try await store.create(keys, digest: 1, as: name, of: site, on: loop)

                let second = try await store.create(
                    [Sample.key(), Sample.key(track: .hd)], digest: 2, as: name, of: site, on: loop)

                let content = try await store.reader.content(name, of: site, on: loop)
                #expect(second == nil)
                #expect(content?.keys == keys)
                #expect(content?.requestDigest == Sample.digest(1))
            }
        }

        @Test("a key ID of another content of the site is refused whole, and of another site it is fine")
        func takenKeyID() async throws {
            try await withStores { stores, loop in
                let store = stores.primary
                let (site, otherSite) = (try await store.newSite(on: loop), try await store.newSite(on: loop))
                let (first, second) = (try ContentName("first"), try ContentName("second"))
                let keyID = Sample.keyID()
                try await store.create([Sample.key(keyID)], as: first, of: site, on: loop)

                let error = await #expect(throws: DatabaseError.self) {
                    try await store.create([Sample.key(track: .hd), Sample.key(keyID)], as: second, of: site, on: loop)
                }
                let elsewhere = try await store.create([Sample.key(keyID)], as: first, of: otherSite, on: loop)

                #expect(error?.sqlState == .uniqueViolation)
                #expect(try await store.reader.content(second, of: site, on: loop) == nil)
                #expect(elsewhere == [])
            }
        }

        @Test("two keys for one track and period are refused, with a period and without", arguments: [nil, 3])
        func repeatedTrack(period: UInt32?) async throws {
            try await withStores { stores, loop in
                let site = try await stores.primary.newSite(on: loop)
                let error = await #expect(throws: DatabaseError.self) {
                    try await stores.primary.create(
                        [Sample.key(period: period), Sample.key(period: period)], as: ContentName("twice"), of: site,
                        on: loop)
                }
                #expect(error?.sqlState == .uniqueViolation)
            }
        }

        @Test("a content of a site that does not exist is refused")
        func unknownSite() async throws {
            try await withStores { stores, loop in
                let error = await #expect(throws: DatabaseError.self) {
                    try await stores.primary.create(
                        [Sample.key()], as: ContentName("orphan"), of: SiteName("nobody"), on: loop)
                }
                #expect(error?.sqlState == .foreignKeyViolation)
            }
        }

        @Test("what was committed here is held there: the repeat of an old request can say so")
        func standbysHold() async throws {
            try await withStores { stores, loop in
                let site = try await stores.primary.newSite(on: loop)
                try await stores.primary.create([Sample.key()], as: ContentName("old"), of: site, on: loop)

                try await eventually("the replica holds everything", within: Store.limit) {
                    try await stores.primary.ledger.standbys(on: loop) == ["tokyo"]
                }

                #expect(try await stores.replica.reader.content(ContentName("old"), of: site, on: loop) != nil)
            }
        }
    }
}
