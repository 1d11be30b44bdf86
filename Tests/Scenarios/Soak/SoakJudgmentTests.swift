import Foundation
import Testing

/// The soak's own rules: a judge that cannot say no is none.
@Suite("Judgment of a soak")
struct SoakJudgmentTests {
    private static let start = Date(timeIntervalSince1970: 1_000_000)

    private func trouble(
        _ asker: SoakAsker, _ outcome: String, at region: String = "seoul", after seconds: TimeInterval
    ) -> SoakTrouble {
        let from = Self.start.addingTimeInterval(seconds)
        return SoakTrouble(
            asker: asker, region: region, outcome: outcome, from: from, until: from.addingTimeInterval(0.1))
    }

    @Test(
        "only who needs a database that is away is excused, in the documented words, there and then",
        arguments: [
            (SoakAsker.player, "503 database-unavailable", "seoul", 5.0, true),
            (.packager, "503 database-unavailable", "seoul", 5, true),
            (.player, "503 database-unavailable", "seoul", 12, true),
            (.player, "503 database-unavailable", "tokyo", 5, false),
            (.player, "503 database-unavailable", "seoul", -3, false),
            (.player, "503 database-unavailable", "seoul", 60, false), (.player, "500 internal", "seoul", 5, false),
            (.player, "connection refused", "seoul", 5, false),
            (.repeated, "503 database-unavailable", "seoul", 5, false),
        ])
    func excuses(asker: SoakAsker, outcome: String, region: String, after: TimeInterval, isExcused: Bool) async {
        let ledger = SoakLedger()
        await ledger.note(
            SoakDisturbance(
                region: "seoul", what: "", from: Self.start, until: Self.start.addingTimeInterval(10),
                takesDatabase: true))
        await ledger.note(trouble(asker, outcome, at: region, after: after))

        #expect(await ledger.unexplained.isEmpty == isExcused)
    }

    @Test("a reload excuses nothing")
    func reloadsExcuseNothing() async {
        let ledger = SoakLedger()
        await ledger.note(
            SoakDisturbance(
                region: "seoul", what: "", from: Self.start, until: Self.start.addingTimeInterval(10),
                takesDatabase: false))
        await ledger.note(trouble(.player, "503 database-unavailable", after: 5))

        #expect(await ledger.unexplained.count == 1)
    }

    @Test(
        "what grows is found, and what only breathes is not",
        arguments: [
            (0, 0, 0, 0), (1_000_000, 0, 0, 0), (40_000_000, 0, 0, 1), (0, 9, 0, 1), (0, 0, 3, 1),
            (40_000_000, 9, 3, 3),
        ])
    func findsGrowth(bytes: Int, descriptors: Int, threads: Int, complaints: Int) {
        let before = ProcessHoldings(residentBytes: 50_000_000, descriptors: 30, threads: 8)
        let after = ProcessHoldings(
            residentBytes: 50_000_000 + bytes, descriptors: 30 + descriptors, threads: 8 + threads)
        var figures = SoakFigures(region: "seoul")
        (figures.idleBefore, figures.idleAfter) = (before, after)
        for _ in 0..<50 { figures.add(before) }
        for _ in 0..<50 { figures.add(after) }

        #expect(figures.complaints.count == complaints)
    }

    @Test("a server that ended is a complaint")
    func missesServers() {
        #expect(SoakFigures(region: "seoul").complaints.count == 1)
    }
}
