import Testing

@testable import Prober

@Suite("Probe grid")
struct ProbeGridTests {
    private static func grid(
        rank: Int = 0, of count: Int = 3, now: Int = 1000, wall: Int = 1_700_000_010, jitter: Double = 0
    ) -> ProbeGrid {
        ProbeGrid(
            cycle: .seconds(30), rank: rank, of: count, now: .seconds(now), wall: .seconds(wall), jitter: jitter)
    }

    @Test("three vantages whose clocks agree probe ten seconds apart, whenever each was started")
    func spreadsVantages() {
        let starts = [(1000, 1_700_000_010), (77, 1_700_000_031), (9000, 1_700_000_002)]
        let points = starts.enumerated().map { rank, start in
            let grid = Self.grid(rank: rank, now: start.0, wall: start.1)
            return (start.1 + Int((grid.next - .seconds(start.0)).components.seconds)) % 30
        }

        #expect(Set(points.map { ($0 - points[0] + 30) % 30 }) == [0, 10, 20])
    }

    @Test("a point is never further away than a cycle", arguments: [0, 0.3, 0.99, 1])
    func staysWithinCycle(jitter: Double) {
        for wall in stride(from: 1_700_000_000, to: 1_700_000_060, by: 7) {
            let grid = Self.grid(rank: 2, wall: wall, jitter: jitter)
            #expect(grid.next > .seconds(1000) && grid.next <= .seconds(1030))
        }
    }

    @Test("the grid holds its pace however late a point is taken", arguments: [0, 5, 29])
    func holdsPace(lateSeconds: Int) {
        var grid = Self.grid()
        let first = grid.next

        grid.advance(past: first + .seconds(lateSeconds))

        #expect(grid.next - first == .seconds(30))
    }

    @Test("points missed while halted are not made up for")
    func skipsMissedPoints() {
        var grid = Self.grid()
        let first = grid.next

        grid.advance(past: first + .seconds(100))

        #expect(grid.next - first == .seconds(120))
    }

    @Test("a point that is not due yet stays")
    func keepsPointAhead() {
        var grid = Self.grid()
        let first = grid.next

        grid.advance(past: first - .seconds(1))

        #expect(grid.next == first)
    }
}
