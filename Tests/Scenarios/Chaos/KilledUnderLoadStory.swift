import Foundation
import LocalRegions
import Testing

extension ChaosStory {
    @Test("a server that is killed at any moment under load has kept a record of each license that a client received")
    func killedUnderLoad() async throws {
        let kills = ProcessInfo.processInfo.environment["EVERGRANT_CHAOS_KILLS"].flatMap { Int($0) } ?? 10
        try await withTwoRegions { regions in
            let burst = try await LicenseBurst(for: regions.create("film"), named: "film", of: regions)
            var received: [String] = []
            for _ in 0..<kills {
                async let records = burst.records(asking: 2_000, at: regions.seoul.endpoints)
                try await Task.sleep(for: .milliseconds(Int64.random(in: 50...600)))
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
        }
    }
}
