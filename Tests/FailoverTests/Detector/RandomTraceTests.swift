import Failover
import Testing

@Suite("Random traces")
struct RandomTraceTests {
    /// Enough of them together for 10,000, in parts that run side by side.
    static let parts = 20
    static let tracesInAPart = 500

    @Test(
        "in 10,000 random traces the name moves exactly when a brute-force replay says, never early and never late",
        arguments: 0..<parts)
    func agreesWithReplayAndTruth(part: Int) {
        var moved = 0
        for trace in 0..<Self.tracesInAPart {
            let seed = UInt64(part * Self.tracesInAPart + trace)
            let world = World.random(seed: seed, isHonest: seed.isMultiple(of: 2))
            var simulator = Simulator(world)
            if seed.isMultiple(of: 3) { simulator.rebootsAt = world.vantages[0].dead.stretches.first?.upperBound }
            simulator.run()
            moved += simulator.diary.moves.count
            guard complaints(about: simulator.diary, in: world).isEmpty else { return }
        }
        #expect(moved > Self.tracesInAPart / 4, "traces in which nothing happens show nothing")
    }

    private func complaints(about diary: Diary, in world: World) -> [String] {
        var oracle = ReplayOracle(world)
        oracle.replay(diary)
        var complaints: [String] = []
        if oracle.moves != diary.moves {
            complaints.append("moved \(diary.moves), and the replay says \(oracle.moves)")
        }
        if oracle.refusals != diary.refusals { complaints.append("refused \(diary.refusals), not \(oracle.refusals)") }
        if world.seed.isMultiple(of: 2) { complaints += Truth(world: world, moves: diary.moves).complaints() }
        #expect(complaints.isEmpty, "seed \(world.seed): \(complaints.joined(separator: "; "))")
        return complaints
    }
}
