import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("a halted database fails the health check in time, while known keys are served, and heals without a restart")
    func haltedDatabase() async throws {
        try await withTwoRegions { regions in
            let film = try await regions.create("film")
            try await warmEveryLoop(of: regions, with: film)
            let process = await regions.seoul.server.processID

            try await regions.seoul.database.stop()
            try await failsInTime(regions)
            let license = try await regions.license("film", keys: film.tracks, at: regions.seoul)
            #expect(license.status == 200, "\(license.text)")

            await regions.seoul.database.cont()
            try await eventually("Seoul is healthy again", within: .seconds(15)) {
                try await regions.health(of: regions.seoul).status == 200
            }
            #expect(try await regions.create("series").durableIn == ["seoul", "tokyo"])
            #expect(await regions.seoul.server.processID == process)
        }
    }

    /// Each loop has its own cache and the kernel picks the loop: after this many, each has seen the key.
    private func warmEveryLoop(of regions: TwoRegions, with film: PackagerAPI.Content) async throws {
        for _ in 0..<24 {
            try await regions.license("film", keys: film.tracks, at: regions.seoul).expecting(200)
        }
    }

    private func failsInTime(_ regions: TwoRegions) async throws {
        try await eventually("Seoul's health fails", within: .seconds(3)) {
            let health = try await regions.health(of: regions.seoul)
            #expect(health.time < .milliseconds(1_500), "whatever the verdict, it comes in time")
            return health.status == 503
        }
        for _ in 0..<6 {
            let liveness = try await regions.client.answer(
                .get(regions.seoul.endpoints.secure.appending(path: "livez")))
            #expect(liveness.status == 200)
            #expect(liveness.time < .milliseconds(500), "no loop is blocked")
        }
    }
}
