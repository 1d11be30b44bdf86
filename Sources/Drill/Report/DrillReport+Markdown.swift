extension DrillReport {
    /// For people: the verdict first, then the figures it rests on.
    package var markdown: String {
        [
            "# \(plan.title)",
            "Played \(playedAt), \(record.end.inSeconds) long. **\(verdict.isPassed ? "Passed" : "Failed").**",
            "![Licenses served and failed each second](availability.svg)",
            "## Verdict", table(["Claim", "Measured", ""], verdict.findings.map(row)),
            "## Steps", table(Self.stepColumns, measures.map(row)), explanation,
            "## Licenses", licenses, reasons,
            contents,
            "## What the name said", list(record.name.map { "\($0.at.inSeconds): \($0.answer)" }),
            "## Alarms", record.alarms.isEmpty ? "None came in." : list(record.alarms.map(line)),
        ].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static let stepColumns = [
        "Step", "Fault at", "Healed at", "Moved after", "Back after", "Longest silence", "Asked", "Failed",
    ]

    private func table(_ columns: [String], _ rows: [[String]]) -> String {
        ([columns, columns.map { _ in "---" }] + rows).map { "| \($0.joined(separator: " | ")) |" }
            .joined(separator: "\n")
    }

    private func list(_ items: [String]) -> String { items.map { "- \($0)" }.joined(separator: "\n") }

    private func row(_ finding: Verdict.Finding) -> [String] {
        [finding.claim, finding.measured, finding.isMet ? "met" : "**not met**"]
    }

    private func row(_ measure: StepMeasure) -> [String] {
        [
            measure.step.name, measure.times.faulted?.inSeconds ?? "–", measure.times.healed?.inSeconds ?? "–",
            measure.moved?.inSeconds ?? "–", measure.returned?.inSeconds ?? "–", measure.longestSilence.inSeconds,
            "\(measure.asked)", "\(measure.failed)",
        ]
    }

    private var explanation: String {
        """
        *Moved after*: from the fault to the first license that \(plan.service.backup) served by name. \
        *Back after*: from the heal to the first one that \(plan.service.main) served again. \
        *Longest silence*: from when the first unanswered license was due to the next one served.
        """
    }

    private var licenses: String {
        """
        \(record.licenses.count) asked for by name, each looked up anew, \(plan.load.requestsPerSecond) a second, \
        whatever happened to the ones before: \(count(plan.service.main)) served by \(plan.service.main), \
        \(count(plan.service.backup)) by \(plan.service.backup), \(record.licenses.count { !$0.isServed }) failed.
        """
    }

    private func count(_ region: String) -> Int { record.licenses.count { $0.isServed(by: region) } }

    private var reasons: String {
        var counts: [String: Int] = [:]
        for license in record.licenses {
            if case .failed(let reason) = license.outcome { counts[reason, default: 0] += 1 }
        }
        return list(counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) × \($0.key)" })
    }

    private var contents: String {
        guard plan.writes != nil else { return "" }
        let acknowledged = record.writes.filter { $0.outcome == .acknowledged }
        let refused = record.writes.count { if case .refused = $0.outcome { true } else { false } }
        return """
            ## Contents

            \(record.writes.count) registered by name: \(acknowledged.count) acknowledged and \
            \(acknowledged.count { $0.isFound == true }) of those found again in the end, \(refused) refused \
            clearly, \(record.writes.count - acknowledged.count - refused) without an answer that says which.
            """
    }

    private func line(_ alarm: Record.Alarm) -> String {
        "\(alarm.at.inSeconds): \(alarm.title) (`\(alarm.kind)`, id `\(alarm.id)`)"
    }
}
