import Bytes
import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("What a region says of itself")
    struct RegionStateTests {
        private func health(
            _ store: Store, asking keyID: UInt128, on loop: isolated EventLoop
        ) async throws -> HealthRow {
            let rows = try await store.database.read(HealthRow.look, [.uuid(keyID)], within: Store.limit, on: loop)
            #expect(rows.count == 1)
            return try #require(rows.first)
        }

        @Test("each beat counts up and renews the time; each region has a row of its own")
        func beats() async throws {
            let primary = try RegionPair.current.primary
            try await withStores { stores, loop in
                for _ in 0..<3 { try await stores.primary.ledger.beat(of: "beating", on: loop) }
                try await stores.primary.ledger.beat(of: "another", on: loop)
            }

            let rows = try await primary.query(
                """
                SELECT region, sequence, clock_timestamp() - beat_at < interval '30 seconds' FROM heartbeat
                 WHERE region IN ('beating', 'another') ORDER BY region
                """)

            #expect(rows == "another|1|t\nbeating|3|t")
        }

        @Test("both regions are the same system on the same timeline, and only the replica is in recovery")
        func roles() async throws {
            try await withStores { stores, loop in
                let primary = try #require(try await stores.primary.reader.regionState(on: loop))
                let replica = try #require(try await stores.replica.reader.regionState(on: loop))

                #expect(!primary.isInRecovery && replica.isInRecovery)
                #expect(primary.systemIdentifier == replica.systemIdentifier && primary.systemIdentifier != 0)
                #expect(primary.timeline == 1 && replica.timeline == 1)
                #expect(primary.unappliedBytes == 0 && replica.unappliedBytes >= 0)
            }
        }

        @Test("the newest heartbeat's age shows in both regions, and none before the first beat")
        func heartbeatAge() async throws {
            let primary = try RegionPair.current.primary
            try await primary.query("DELETE FROM heartbeat")
            try await withStores { stores, loop in
                let before = try await stores.primary.reader.regionState(on: loop)
                #expect(before?.heartbeatAge == nil)

                try await primary.query(
                    """
                    INSERT INTO heartbeat
                    VALUES ('old', now() - interval '2 hours', 1), ('new', now() - interval '1 hour', 1)
                    """
                )

                for store in [stores.primary, stores.replica] {
                    try await eventually("the beat has arrived", within: Store.limit) {
                        try await store.reader.regionState(on: loop)?.heartbeatAge != nil
                    }
                    let age = try #require(try await store.reader.regionState(on: loop)?.heartbeatAge)
                    #expect(age >= .seconds(3_600) && age < .seconds(3_660))
                }
            }
        }

        @Test("bytes that a replica has received and not applied are counted")
        func unapplied() async throws {
            let pair = try RegionPair.current
            try await pair.replica.query("SELECT pg_wal_replay_pause()", database: "postgres")
            try await withStores { stores, loop in
                try await eventually("received bytes wait to be applied", within: Store.limit) {
                    try await stores.primary.ledger.beat(of: "unapplied", on: loop)
                    return try await stores.replica.reader.regionState(on: loop)?.unappliedBytes ?? 0 > 0
                }
                try await pair.replica.query("SELECT pg_wal_replay_resume()", database: "postgres")
                try await eventually("everything is applied", within: Store.limit) {
                    try await stores.replica.reader.regionState(on: loop)?.unappliedBytes == 0
                }
            }
        }

        @Test("one question brings the state and the canary's key, in both regions")
        func health() async throws {
            try await withStores { stores, loop in
                let site = try await stores.primary.newSite(on: loop)
                let key = Sample.key()
                let name = try ContentName("canary")
                _ = try await stores.primary.ledger.create(
                    [key], digest: Sample.digest(1), as: name, of: site, confirmingWithin: Store.limit, on: loop)

                for (store, isReplica) in [(stores.primary, false), (stores.replica, true)] {
                    let row = try await self.health(store, asking: key.keyID.value, on: loop)
                    #expect(row.state.isInRecovery == isReplica)
                    #expect(row.canary == [ContentKeyRow(site: site, content: name, key: key)])
                    let empty = try await self.health(store, asking: Sample.keyID().value, on: loop)
                    #expect(empty.canary.isEmpty)
                    #expect(empty.state.systemIdentifier == row.state.systemIdentifier)
                }
            }
        }
    }
}
