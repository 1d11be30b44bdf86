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
            try await everyLoopSays("Seoul is healthy and writable again") {
                let health = try await regions.health(of: regions.seoul)
                return health.status == 200 && health.header("Evergrant-Mode") == "read-write"
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

    /// Each answer comes before a prober gives up, and the verdict is old for no longer than it may be kept.
    private func failsInTime(_ regions: TwoRegions) async throws {
        let halted = ContinuousClock.now
        try await eventually("Seoul's health fails", within: .seconds(20)) {
            let asked = ContinuousClock.now
            let health = try await regions.health(of: regions.seoul)
            #expect(health.time < .seconds(2), "Route 53 waits so long")
            if health.status == 503 { return true }
            #expect(asked - halted < .milliseconds(1_500), "an answer is kept for a second")
            return false
        }
        for _ in 0..<6 {
            let liveness = try await regions.client.answer(
                .get(regions.seoul.endpoints.secure.appending(path: "livez")))
            #expect(liveness.status == 200)
            // Whoever waited for the database would wait for 1.2 s at least.
            #expect(liveness.time < .seconds(1), "no loop is blocked")
        }
    }
}
