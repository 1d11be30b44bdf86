@testable import Drill

/// A game day made up to the second: ten licenses a second, a fault at 10 s, a heal at 300 s, the end at 600 s.
struct SampleDay {
    var plan: DrillPlan
    var record = Record()

    static let faulted: Duration = .seconds(10)
    static let healed: Duration = .seconds(300)
    static let end: Duration = .seconds(600)

    /// - Parameters:
    ///   - moved: When the backup begins to serve, nil for never.
    ///   - returned: When the main region serves again.
    init(moved: Double? = 200, returned: Double = 490, expecting expectation: DrillPlan.Step.Expectation = .moves) {
        plan = DrillPlan(
            title: "Seoul is lost",
            service: .init(url: "https://license.example.com", main: "seoul", backup: "tokyo"),
            load: .init(path: "/l", body: "{}", tokenFile: "t", requestsPerSecond: 10, timeout: .seconds(5)),
            steps: [
                .init(
                    name: "lost", fault: "kill", laterFault: nil, heal: "mend", expectation: expectation, lasts: .zero,
                    settles: .zero)
            ],
            targets: .init(
                movesWithin: .seconds(216), movesNotBefore: .seconds(180), returnsWithin: .seconds(216),
                returnsNotBefore: .seconds(180), servedAfterMove: 0.999, failedOnReturnMax: 0, lostWritesMax: 0,
                alarmKinds: []))
        for tenth in 0..<6_000 {
            let due = Double(tenth) / 10
            record.licenses.append(
                .init(
                    due: .milliseconds(tenth * 100), finished: .milliseconds(tenth * 100 + 50),
                    outcome: Self.outcome(due, moved: moved, returned: returned)))
        }
        record.steps = [.init(began: .zero, faulted: Self.faulted, healed: Self.healed, ended: Self.end)]
        record.name = [.init(at: .zero, answer: "seoul")]
        record.end = Self.end
    }

    private static func outcome(_ due: Double, moved: Double?, returned: Double) -> Record.License.Outcome {
        guard due >= 10 else { return .served(by: "seoul") }
        guard let moved else { return due < 300 ? .failed("refused") : .served(by: "seoul") }
        guard due >= moved else { return .failed("refused") }
        return .served(by: due < returned ? "tokyo" : "seoul")
    }

    var report: DrillReport { DrillReport(plan, record, playedAt: "2026-11-23T08:00:00.000Z") }

    /// Claims that were not met.
    var complaints: [String] { report.verdict.findings.filter { !$0.isMet }.map(\.claim) }
}
