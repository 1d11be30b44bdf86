import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test(
        "the name leaves a killed Seoul after the window, not before, comes back after health, and alarms say so once"
    )
    func nameFollowsHealth() async throws {
        try await withSteeredRegions(.window(.seconds(6))) { run in
            let player = try await PlayerByName.register("film", with: run)
            let faults = Faults(in: run)
            #expect(try await player.license() == "seoul")

            let killed = ContinuousClock.now
            try await faults.inject(.regionKilled, at: "seoul")
            try await player.isServed(by: "tokyo", within: run.pace)
            #expect(ContinuousClock.now - killed >= run.pace.failureWindow, "a shorter failure moves nothing")

            let healed = ContinuousClock.now
            try await faults.heal(.regionKilled, at: "seoul")
            try await player.isServed(by: "seoul", within: run.pace)
            #expect(ContinuousClock.now - healed >= run.pace.recoveryWindow, "a shorter health moves nothing")

            try await eventually("both moves were told", within: .seconds(20)) { try run.moves.count >= 2 }
            #expect(try run.moves == ["switched-to-backup", "switched-to-main"])
        }
    }

    @Test("with one vantage of three killed in the middle of the window, the name moves all the same")
    func vantageDiesMeanwhile() async throws {
        try await withSteeredRegions(.window(.seconds(6))) { run in
            let player = try await PlayerByName.register("film", with: run)
            let faults = Faults(in: run)

            let killed = ContinuousClock.now
            try await faults.inject(.networkLikeSilence, at: "seoul")
            try await eventually("half of the window has passed", within: run.pace.switchedWithin) {
                let failing = await run.vantages[1].status()?.regions.main.failingForSeconds ?? 0
                return failing >= run.pace.failureWindow / 2 / .seconds(1)
            }
            try await faults.inject(.vantageKilled, at: run.vantages[0].name)

            try await player.isServed(by: "tokyo", within: run.pace)
            #expect(ContinuousClock.now - killed >= run.pace.failureWindow)
        }
    }
}

extension Fault {
    /// What players see of a lost network, where no firewall may be touched: connections without an answer.
    fileprivate static let networkLikeSilence = Fault.serverHalted
}

extension SteeredRegions {
    /// The kinds of the moves that were told, each notice once.
    fileprivate var moves: [String] {
        get throws { try alarms.received().withoutRepeats.map(\.kind).filter { $0.hasPrefix("switched") } }
    }
}
