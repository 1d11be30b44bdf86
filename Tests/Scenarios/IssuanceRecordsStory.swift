import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("what Tokyo licenses while Seoul's database is dead is in the primary once, when Seoul is back")
    func recordsComeHome() async throws {
        try await withTwoRegions { regions in
            let burst = try await LicenseBurst(for: regions.create("film"), named: "film", of: regions)
            let before = try await burst.records(asking: 50, at: regions.seoul.endpoints)
            let warm = try await burst.records(asking: 50, at: regions.tokyo.endpoints)
            #expect(before.count == 50 && warm.count == 50)

            try await regions.seoul.database.kill9()
            let meanwhile = try await burst.records(asking: 200, at: regions.tokyo.endpoints)
            let fromMemory = try await burst.records(asking: 50, at: regions.seoul.endpoints)
            #expect(meanwhile.count == 200)
            #expect(!fromMemory.isEmpty, "Seoul's server licenses what its loops remember, and records it too")
            try await regions.seoul.database.restart()

            let all = before + warm + meanwhile + fromMemory
            #expect(Set(all).count == all.count)
            try await eventually("every record is in the primary once", within: .seconds(30)) {
                try await regions.seoul.count(of: all) == [1: all.count]
            }
            try await eventually("and in Tokyo's replica", within: .seconds(30)) {
                try await regions.tokyo.count(of: all) == [1: all.count]
            }
            #expect(try await regions.seoul.database.query("SELECT count(*) FROM issuance") == "\(all.count)")
            let regionsOfRecords = try await regions.seoul.database.query(
                "SELECT region, count(*) FROM issuance GROUP BY 1 ORDER BY 1")
            #expect(regionsOfRecords == "seoul|\(50 + fromMemory.count)\ntokyo|250")
        }
    }

    /// How many kills each run of the next story makes; EVERGRANT_CHAOS_KILLS says how many there are in all.
    private static let killsOfEachRun: [Int] = {
        let kills = ProcessInfo.processInfo.environment["EVERGRANT_CHAOS_KILLS"].flatMap { Int($0) } ?? 10
        return stride(from: 0, to: max(1, kills), by: 20).map { min(20, max(1, kills) - $0) }
    }()

    @Test(
        "a server that is killed at any moment under load has kept a record of each license that a client received",
        arguments: killsOfEachRun)
    func killedUnderLoad(kills: Int) async throws {
        try await withTwoRegions { regions in
            let burst = try await LicenseBurst(for: regions.create("film"), named: "film", of: regions)
            var received: [String] = []
            for _ in 0..<kills {
                async let records = burst.records(asking: 2_000, at: regions.seoul.endpoints)
                try await hasGranted(Int.random(in: 1...1_500), regions.seoul, regions.client)
                try await regions.seoul.server.kill9()
                received += try await records
                try await regions.seoul.server.start()
            }

            let all = received
            #expect(all.count > kills, "there was load")
            #expect(Set(all).count == all.count)
            try await eventually("every license's record is in the primary once", within: .seconds(60)) {
                try await regions.seoul.count(of: all) == [1: all.count]
            }
            #expect(try await regions.seoul.server.operatorTool.run("journal", "verify").contains("intact"))
        }
    }

    /// Comes back when the server has granted so many licenses since its start.
    private func hasGranted(_ count: Int, _ region: Region, _ client: WebClient) async throws {
        let page = region.endpoints.operations.appending(path: "metrics")
        try await eventually("\(count) licenses are granted", within: .seconds(60), every: .milliseconds(5)) {
            let text = try await client.answer(.get(page)).text
            return Int(MetricsText(text).sum(of: "evergrant_licenses_total", where: "outcome=\"granted\"")) >= count
        }
    }
}
