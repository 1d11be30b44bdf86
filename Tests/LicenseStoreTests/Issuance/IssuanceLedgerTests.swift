import Bytes
import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Moving issuance records")
    struct IssuanceLedgerTests {
        private func count(of sample: IssuanceSample) async throws -> String {
            try await RegionPair.current.primary.query(
                "SELECT count(*) FROM issuance WHERE instance = '\(UUIDText.format(sample.instance))'")
        }

        @Test("a batch is stored once, however often and in whatever pieces it is sent")
        func idempotent() async throws {
            try await withStores { stores, loop in
                let ledger = IssuanceLedger(stores.primary.database, within: Store.limit)
                var sample = IssuanceSample()
                let site = try SiteName("idempotent")
                let entries = (0..<100).map { _ in sample.entry(site: site) }

                #expect(
                    try await ledger.add(Array(entries[..<60]), of: sample.instance, on: loop) == .held(newCount: 60))
                #expect(try await ledger.add(entries, of: sample.instance, on: loop) == .held(newCount: 40))
                #expect(try await ledger.add(entries, of: sample.instance, on: loop) == .held(newCount: 0))
                #expect(try await ledger.add([], of: sample.instance, on: loop) == .held(newCount: 0))

                #expect(try await self.count(of: sample) == "100")
            }
        }

        @Test("another record in the same place is reported and changes nothing")
        func conflict() async throws {
            try await withStores { stores, loop in
                let ledger = IssuanceLedger(stores.primary.database, within: Store.limit)
                var sample = IssuanceSample()
                let site = try SiteName("conflict")
                let entries = (0..<3).map { _ in sample.entry(site: site) }
                _ = try await ledger.add(entries, of: sample.instance, on: loop)
                let forged = IssuanceEntry(
                    sequence: 2, chainHash: Sample.bytes(32), record: sample.entry(site: site).record)

                let shipment = try await ledger.add([entries[0], forged], of: sample.instance, on: loop)

                #expect(shipment == .conflict(sequence: 2))
                #expect(try await ledger.add(entries, of: sample.instance, on: loop) == .held(newCount: 0))
            }
        }

        @Test("the same place in two journals is two records")
        func apart() async throws {
            try await withStores { stores, loop in
                let ledger = IssuanceLedger(stores.primary.database, within: Store.limit)
                let site = try SiteName("apart")
                for _ in 0..<2 {
                    var sample = IssuanceSample()
                    let shipment = try await ledger.add([sample.entry(site: site)], of: sample.instance, on: loop)
                    #expect(shipment == .held(newCount: 1))
                }
            }
        }

        @Test("what a token may hold never stops a batch: U+0000, quotes, no time at all, no keys, 64 contents")
        func odd() async throws {
            try await withStores { stores, loop in
                let ledger = IssuanceLedger(stores.primary.database, within: Store.limit)
                var sample = IssuanceSample()
                let site = try SiteName("odd")
                let contents = try (0..<64).map { try ContentName("NULL:\($0)") } + [try ContentName("NULL")]
                let entries = [
                    sample.entry(site: site, subject: "a\u{0}b"), sample.entry(site: site, subject: #"{"\}'"#),
                    sample.entry(site: site, subject: ""), sample.entry(site: site, subject: nil, at: .max),
                    sample.entry(site: site, keyIDs: [], at: .min),
                    sample.entry(site: site, contents: contents, keyIDs: (0..<65).map { _ in Sample.keyID() }),
                ]

                #expect(try await ledger.add(entries, of: sample.instance, on: loop) == .held(newCount: 6))

                var filter = IssuanceFilter()
                filter.site = site
                let rows = try await stores.primary.reader.issuances(filter, after: nil, count: 10, on: loop)
                    .sorted { $0.sequence < $1.sequence }
                #expect(rows.map(\.subject) == ["a\u{FFFD}b", #"{"\}'"#, "", nil, "ann", "ann"])
                #expect(rows[5].contents == contents.map(\.description) && rows[5].keyIDs.count == 65)
                #expect(rows[4].keyIDs == [] && rows[4].issuedAt == .zero)
            }
        }

        @Test(
            "no change of a record goes through",
            arguments: [
                "UPDATE issuance SET subject = 'eve'", "DELETE FROM issuance", "TRUNCATE issuance",
            ])
        func forEver(sql: String) async throws {
            try await withStores { stores, loop in
                var sample = IssuanceSample()
                let ledger = IssuanceLedger(stores.primary.database, within: Store.limit)
                _ = try await ledger.add([sample.entry(site: SiteName("for-ever"))], of: sample.instance, on: loop)
                let query = WriteQuery<Void>(name: "test.change", sql: sql) { _ in }

                let error = await #expect(throws: DatabaseError.self) {
                    try await stores.primary.database.write(query, within: Store.limit, on: loop)
                }

                #expect(error?.sqlState == .restrictViolation)
            }
        }

        @Test("a replica takes none")
        func replica() async throws {
            try await withStores { stores, loop in
                var sample = IssuanceSample()
                let ledger = IssuanceLedger(stores.replica.database, within: Store.limit)
                let error = await #expect(throws: DatabaseError.self) {
                    try await ledger.add([sample.entry(site: SiteName("replica"))], of: sample.instance, on: loop)
                }
                #expect(error?.kind == .readOnly)
            }
        }
    }
}
