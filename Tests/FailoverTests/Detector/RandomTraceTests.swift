import Failover
import TestSupport
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
        var (moved, demanded) = (0, 0)
        for trace in 0..<Self.tracesInAPart {
            let seed = UInt64(part * Self.tracesInAPart + trace)
            let outcome = Self.live(seed)
            moved += outcome.moves
            demanded += outcome.demands
            #expect(outcome.complaints.isEmpty, "seed \(seed): \(outcome.complaints.joined(separator: "; "))")
            guard outcome.complaints.isEmpty else { return }
        }
        #expect(moved > Self.tracesInAPart / 4, "traces in which nothing moves show little")
        #expect(demanded > Self.tracesInAPart / 20, "nor do those in which nothing has to")
    }

    @Test(
        "a window a second too short or too long is found out, by the replay and by the truth", arguments: [179, 181])
    func wrongWindowIsFoundOut(seconds: Int) {
        var settings = DetectorSettings()
        (settings.failureWindow, settings.recoveryWindow) = (.seconds(seconds), .seconds(seconds))
        var complaints: [String] = []
        for seed in 0..<400 as Range<UInt64> { complaints += Self.live(seed, settings: settings).complaints }
        #expect(complaints.contains { $0.contains("replay") })
        #expect(complaints.contains { $0.contains(seconds < 180 ? "without 180000 ms of cause" : "and not moved by") })
    }

    @Test("no blip under 180 s moves the name, whatever the cycle and however many vantages look", arguments: 0..<10)
    func blipsMoveNothing(part: UInt64) {
        for seed in part * 50..<part * 50 + 50 {
            var random = SeededGenerator(seed: seed)
            var world = World.random(seed: seed, isHonest: true)
            let calm = world.vantages[0].dead.stretches.isEmpty ? 61 : 190
            world.main = .random(until: world.end, good: calm...calm + 30, bad: [1...179, 179...179], using: &random)
            var simulator = Simulator(world)
            simulator.run()
            #expect(simulator.diary.moves.isEmpty, "seed \(seed)")
        }
    }

    private static func live(
        _ seed: UInt64, settings: DetectorSettings? = nil
    ) -> (complaints: [String], moves: Int, demands: Int) {
        let world = World.random(seed: seed, isHonest: seed.isMultiple(of: 2))
        var simulator = Simulator(world, settings: settings)
        if seed.isMultiple(of: 3) { simulator.rebootsAt = world.vantages[0].dead.stretches.first?.upperBound }
        simulator.run()
        let diary = simulator.diary
        var oracle = ReplayOracle(world)
        oracle.replay(diary)
        var complaints: [String] = []
        if oracle.moves != diary.moves {
            complaints.append("moved \(diary.moves), and the replay says \(oracle.moves)")
        }
        if oracle.refusals != diary.refusals { complaints.append("refused \(diary.refusals), not \(oracle.refusals)") }
        guard seed.isMultiple(of: 2) else { return (complaints, diary.moves.count, 0) }
        let truth = Truth(world: world, moves: diary.moves)
        return (complaints + truth.complaints(), diary.moves.count, truth.demands)
    }
}
