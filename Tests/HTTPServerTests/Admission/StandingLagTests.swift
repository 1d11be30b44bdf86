import Testing

@testable import HTTPServer

@Suite("Standing lag")
struct StandingLagTests {
    private func standing(after waits: [(at: Int64, lag: Int64)]) -> Int64 {
        var lag = StandingLag()
        for wait in waits { lag.note(wait.lag * 1_000_000, at: wait.at * 1_000_000) }
        return lag.nanoseconds / 1_000_000
    }

    @Test("one slow turn is no standing lag, however slow")
    func forgivesOneTurn() {
        #expect(standing(after: [(1_000, 900), (1_001, 900), (1_002, 0), (1_101, 5)]) == 0)
    }

    @Test("what everybody in a window has waited at least counts in the next")
    func takesTheLeast() {
        #expect(standing(after: [(1_000, 300), (1_050, 250), (1_099, 400), (1_100, 700)]) == 250)
    }

    @Test("a queue that nobody has come to for a window is gone")
    func forgetsWithTime() {
        #expect(standing(after: [(1_000, 300), (1_110, 300), (1_350, 300)]) == 0)
    }
}
