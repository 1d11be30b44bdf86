import Failover
import Testing

@Suite("Quorums")
struct QuorumTests {
    /// Whether `bad` vantages of `all` that fail for three minutes move the name, and the others move it back.
    private func moves(_ quorum: Quorum, bad: Int, of all: Int) -> [RegionChoice] {
        var settings = DetectorSettings()
        settings.quorum = quorum
        var lookout = Lookout(settings)
        let names = (0..<all).map { "vantage-\($0)" }
        for now in stride(from: 0, through: 180, by: 30) {
            for (index, name) in names.enumerated() {
                lookout.look(name, at: now, main: index < bad ? Lookout.down : .healthy)
            }
        }
        lookout.tick(at: 186)
        return lookout.moves.map(\.to)
    }

    @Test(
        "how many of how many vantages must agree",
        arguments: [
            (Quorum.majority, 1, 1, true), (.majority, 1, 2, false), (.majority, 2, 3, true), (.majority, 2, 4, false),
            (.majority, 3, 5, true), (.majority, 2, 5, false), (.atLeast(2), 1, 1, false), (.atLeast(2), 2, 5, true),
            (.atLeast(1), 1, 5, true), (.atLeast(0), 0, 3, false), (.atLeast(-1), 0, 3, false),
            (.route53, 9, 11, false), (.route53, 10, 11, true), (.route53, 4, 5, false), (.route53, 5, 5, true),
        ])
    func failing(quorum: Quorum, bad: Int, all: Int, isFailing: Bool) {
        #expect(moves(quorum, bad: bad, of: all) == (isFailing ? [.backup] : []))
    }

    @Test("with fewer vantages left than the quorum wants, nothing moves, there or back")
    func tooFewLeft() {
        var settings = DetectorSettings()
        settings.quorum = .atLeast(2)
        var lookout = Lookout(settings)
        lookout.look(["a", "b"], from: 0, through: 180, main: Lookout.down)
        #expect(lookout.moves == [.init(.backup, at: 180)])
        lookout.look(from: 210, through: 1_200)
        #expect(lookout.moves.count == 1)
    }
}
