import Bytes
import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Listing issuance records")
    struct IssuanceListTests {
        /// Records of a site of its own, a second apart.
        private func seed(
            _ stores: Stores, _ site: SiteName, count: Int, on loop: isolated EventLoop
        ) async throws -> [IssuanceEntry] {
            var sample = IssuanceSample()
            var entries: [IssuanceEntry] = []
            for index in 0..<count {
                let moment: Int64 = 1_800_000_000_000 + Int64(index / 2) * 1000
                let content = try ContentName("c\(index % 3)")
                entries.append(
                    sample.entry(
                        site: site, contents: [content], keyIDs: [KeyID(UInt128(index % 5 + 1))],
                        subject: "s\(index % 2)", region: index % 4 == 0 ? "seoul" : "tokyo", at: moment))
            }
            _ = try await IssuanceLedger(stores.primary.database, within: Store.limit)
                .add(entries, of: sample.instance, on: loop)
            return entries
        }

        /// Everything that meets a filter, page by page.
        private func all(
            _ filter: IssuanceFilter, in store: Store, page: Int, on loop: isolated EventLoop
        ) async throws -> [IssuanceRow] {
            var rows: [IssuanceRow] = []
            while true {
                let next = try await store.reader.issuances(filter, after: rows.last?.place, count: page, on: loop)
                rows += next
                guard next.count == page else { return rows }
            }
        }

        @Test("pages of any size give every record once, newest first", arguments: [1, 7, 40, 100])
        func pages(size: Int) async throws {
            try await withStores { stores, loop in
                let site = try SiteName("pages-\(size)")
                let entries = try await self.seed(stores, site, count: 40, on: loop)
                var filter = IssuanceFilter()
                filter.site = site

                let rows = try await self.all(filter, in: stores.primary, page: size, on: loop)

                let expected = entries.map(\.record.id.value).sorted(by: >)
                #expect(rows.map(\.id) == expected)
            }
        }

        @Test("each filter, alone and with others, keeps what it should and loses nothing")
        func filters() async throws {
            try await withStores { stores, loop in
                let site = try SiteName("filters")
                let entries = try await self.seed(stores, site, count: 60, on: loop)
                for mask in 0..<64 {
                    var filter = IssuanceFilter()
                    filter.site = site
                    if mask & 1 != 0 { filter.content = try ContentName("c1") }
                    if mask & 2 != 0 { filter.keyID = KeyID(2) }
                    if mask & 4 != 0 { filter.subject = "s1" }
                    if mask & 8 != 0 { filter.region = "tokyo" }
                    if mask & 16 != 0 { filter.from = .seconds(1_800_000_005) }
                    if mask & 32 != 0 { filter.until = .seconds(1_800_000_025) }
                    let expected = entries.filter { filter.meets($0.record) }.map(\.record.id.value).sorted(by: >)

                    let rows = try await self.all(filter, in: stores.primary, page: 50, on: loop)

                    #expect(rows.map(\.id) == expected, "filters \(mask)")
                    #expect(mask != 0 || rows.count == 60)
                }
            }
        }

        @Test("a replica lists what has arrived")
        func replica() async throws {
            try await withStores { stores, loop in
                let site = try SiteName("list-replica")
                let entries = try await self.seed(stores, site, count: 3, on: loop)
                var filter = IssuanceFilter()
                filter.site = site
                try await eventually("the records are there", within: Store.limit) {
                    try await self.all(filter, in: stores.replica, page: 10, on: loop).count == entries.count
                }
            }
        }

        @Test("a row says everything its record says")
        func whole() async throws {
            try await withStores { stores, loop in
                let site = try SiteName("whole")
                let record = try await self.seed(stores, site, count: 1, on: loop)[0].record
                var filter = IssuanceFilter()
                filter.site = site

                let row = try #require(
                    try await stores.primary.reader.issuances(filter, after: nil, count: 1, on: loop).first)

                #expect(row.issuedAt == .milliseconds(record.issuedAtMilliseconds))
                #expect(row.keyIDs == record.keys.map(\.keyID) && row.contents == ["c0"])
                #expect(row.system == "clearkey" && row.outcome == "granted" && row.tokenID == "t-1")
                #expect(row.policyDigest == record.policyDigest && row.receivedAt > .seconds(1_700_000_000))
            }
        }
    }
}

extension IssuanceFilter {
    /// The same in Swift, as a second opinion.
    fileprivate func meets(_ record: IssuanceRecord) -> Bool {
        let at = Duration.milliseconds(record.issuedAtMilliseconds)
        let isIn = (site.map { $0 == record.site } ?? true) && (region.map { $0 == record.region } ?? true)
        let isOf = content.map { record.contents.contains($0) } ?? true
        let isFor = subject.map { $0 == record.subject } ?? true
        let isWith = keyID.map { keyID in record.keys.contains { $0.keyID == keyID } } ?? true
        return isIn && isOf && isFor && isWith && (from.map { at >= $0 } ?? true) && (until.map { at < $0 } ?? true)
    }
}
