import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("a game day passes on what the installation claims, and fails on a claim that its threshold does not keep")
    func gameDay() async throws {
        try await withSteeredRegions(.window(.seconds(6))) { run in
            let state = try TemporaryDirectory()
            defer { state.remove() }
            let session = try await Session(of: run, faults: Faults(in: run), in: state.url)
            let serving = Task { try await session.serve() }
            defer { serving.cancel() }
            let plan = try String(contentsOf: state.url.appending(path: "drill.yaml"), encoding: .utf8)

            let keeping = plan.keepingSteps(["two thirds", "killed, database"])
            var kept = try await played(keeping, in: state.url)
            // Its claims are exact to the second; a machine that stood still for one is given another day.
            if kept.status == 1 { kept = try await played(keeping, in: state.url) }
            #expect(kept.status == 0, "\(kept.output)")
            let report = try String(contentsOf: state.url.appending(path: "report/README.md"), encoding: .utf8)
            #expect(report.contains("**Passed.**"))

            // The vantages' threshold is 6 s, and this plan's owner believes that it is 20 s.
            let wrong = plan.replacing("movesNotBeforeSeconds: 6", with: "movesNotBeforeSeconds: 20")
            #expect(wrong != plan)
            let broken = try await played(wrong.keepingSteps(["killed, database"]), in: state.url)
            #expect(broken.status == 1, "\(broken.output)")
            #expect(broken.output.contains("NOT MET"))
        }
    }
}

/// Plays a plan by the command that operators use.
private func played(_ plan: String, in folder: URL) async throws -> (status: Int32, output: String) {
    let file = folder.appending(path: "played.yaml")
    try Data(plan.utf8).write(to: file)
    let report = folder.appending(path: "report").path
    let result = try await Command(
        Evergrant.findBinary().path, ["drill", "--plan", file.path, "--report", report]
    ).result(within: .seconds(120))
    return (result.status, result.text + result.errorText)
}

extension String {
    /// The plan with those of its steps whose names contain one of these words.
    fileprivate func keepingSteps(_ words: [String]) -> String {
        let parts = components(separatedBy: "\n  - ")
        let steps = parts.dropFirst().map { step in
            // The last step has the targets behind it.
            step.components(separatedBy: "\ntargets:")
        }
        let kept = steps.compactMap(\.first).filter { step in words.contains { step.prefix { $0 != "\n" }.contains($0) }
        }
        let targets = steps.last?.dropFirst().joined() ?? ""
        return (parts.prefix(1) + kept).joined(separator: "\n  - ") + "\ntargets:" + targets
    }
}
