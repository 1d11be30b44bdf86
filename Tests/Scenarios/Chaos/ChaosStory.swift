import Foundation
import LocalRegions
import Testing

/// Random faults under load, and a checker of what was promised meanwhile.
///
/// `make chaos` runs many schedules, `swift test` a few; docs/chaos.md tells what is thrown and how to repeat a seed.
@Suite("Chaos", .serialized, .timeLimit(.minutes(120)))
struct ChaosStory {
    @Test("whatever fails and heals, no promise to a packager or a player is broken")
    func randomSchedules() async throws {
        let order = ChaosOrder(ProcessInfo.processInfo.environment)
        print("chaos: \(order.count) schedules from seed \(order.seed)")
        let run = try await ChaosRun.start()
        var operations: [Operation] = []
        do {
            for seed in order.seeds {
                let schedule = FaultSchedule(seed: seed, from: ChaosRun.possibleFaults)
                let began = ContinuousClock.now
                let evidence = try await naming(schedule) {
                    try await run.perform(schedule, prefix: "s\(operations.count)")
                }
                operations += evidence.operations
                report(evidence, of: schedule, took: ContinuousClock.now - began)
            }
            let final = try await run.finalEvidence(of: operations)
            #expect(HistoryChecker(evidence: final).violations() == [], "at the end of all schedules")
        } catch {
            for region in run.regions.regions { Issue.record("\(region.name): \(lastWords(of: region.server.log))") }
            await run.stop()
            throw error
        }
        await run.stop()
    }

    /// What goes wrong under a schedule is of use only with its seed.
    private func naming<R>(_ schedule: FaultSchedule, _ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch {
            Issue.record("\(schedule)\n\(error)")
            throw error
        }
    }

    private func report(_ evidence: Evidence, of schedule: FaultSchedule, took time: Duration) {
        print("chaos: \(HistorySummary(evidence.operations)), \(time.inMilliseconds) ms; \(schedule)")
        let violations = HistoryChecker(evidence: evidence).violations()
        guard !violations.isEmpty else { return }
        let history = HistoryFile(schedule: schedule, violations: violations, operations: evidence.operations)
        Issue.record("\(history.summary)")
    }
}

/// How many schedules, and which.
struct ChaosOrder: Equatable {
    let seed: UInt64
    let count: Int

    /// Enough to show that it works, in the time that every run of all tests can spare.
    static let countByDefault = 3

    init(_ environment: [String: String]) {
        seed = environment["EVERGRANT_CHAOS_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64(UInt32.max))
        count = environment["EVERGRANT_CHAOS_SCHEDULES"].flatMap { Int($0) } ?? Self.countByDefault
    }

    /// Each schedule is that of its own seed, so that one can be repeated alone.
    var seeds: [UInt64] { (0..<max(count, 0)).map { seed &+ UInt64($0) } }
}
