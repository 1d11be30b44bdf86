import HTTPServer
import Testing

@Suite("Load budget")
struct LoadBudgetTests {
    private static let millisecond: Int64 = 1_000_000

    /// Lets `lag` stand for two windows, then judges `count` requests of each audience; how many are shed.
    private func shed(at lag: Int64, count: Int = 100) -> [Audience: Int] {
        var budget = LoadBudget()
        var now: Int64 = 0
        for _ in 0..<300 {
            now += Self.millisecond
            _ = budget.judge(.prober, lag: lag * Self.millisecond, at: now)
        }
        var shed: [Audience: Int] = [:]
        for audience in Audience.allCases {
            for _ in 0..<count where budget.judge(audience, lag: lag * Self.millisecond, at: now) != .admitted {
                shed[audience, default: 0] += 1
            }
        }
        return shed
    }

    @Test(
        "the longer the lag, the more is shed: operators first, then packagers, then players, probers never",
        arguments: [
            (0, [:]), (100, [:]), (150, [.operator: 50]), (200, [.operator: 100]),
            (300, [.operator: 100, .packager: 50]), (400, [.operator: 100, .packager: 100]),
            (500, [.operator: 100, .packager: 100, .player: 25]),
            (10_000, [.operator: 100, .packager: 100, .player: 100]),
        ] as [(Int64, [Audience: Int])])
    func shedsByRank(lag: Int64, expected: [Audience: Int]) {
        #expect(shed(at: lag) == expected)
    }

    @Test("an audience that waits in its whole budget takes nothing from another's", arguments: Audience.allCases)
    func keepsBudgetsApart(greedy: Audience) {
        var budget = LoadBudget()
        for _ in 0..<10_000 where budget.room(for: greedy) == .admitted { budget.beginWaiting(greedy) }

        for audience in Audience.allCases {
            let isShed = audience == greedy && greedy != .prober
            #expect((budget.room(for: audience) != .admitted) == isShed)
            #expect(budget.judge(audience, lag: 0, at: 0) == .admitted, "what need not wait is served")
        }
    }

    @Test("who has finished waiting makes room for another")
    func makesRoom() {
        var limits = LoadLimits()
        limits.packager.waitingMax = 1
        var budget = LoadBudget(limits)

        budget.beginWaiting(.packager)
        let refused = budget.room(for: .packager)
        budget.finishWaiting(.packager)

        #expect(refused != .admitted)
        #expect(budget.room(for: .packager) == .admitted)
        #expect(budget.standing(of: .packager).shed == [.room: 1])
    }

    @Test("those who are shed are asked to come back at different times, and players first")
    func spreadsRetries() {
        var limits = LoadLimits()
        limits.player.waitingMax = 0
        limits.operator.waitingMax = 0
        var budget = LoadBudget(limits)

        let players = Set((0..<6).map { _ in "\(budget.room(for: .player))" })
        let first = budget.room(for: .operator)

        #expect(players.count == 3)
        guard case .shed(.room, let delay) = first else { return #expect(Bool(false), "an operator is shed") }
        #expect(delay >= .seconds(10))
    }
}
