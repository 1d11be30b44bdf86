extension DrillReport {
    /// For people: the verdict first, then the figures it rests on.
    package var markdown: String {
        """
        # \(plan.title)

        Played \(playedAt), \(record.end.inSeconds) long. **\(verdict.isPassed ? "Passed" : "Failed").**

        ![Licenses served and failed each second](availability.svg)

        ## Verdict

        | Claim | Measured | |
        |---|---|---|
        \(verdict.findings.map { "| \($0.claim) | \($0.measured) | \($0.isMet ? "met" : "**not met**") |" }.joined(separator: "\n"))

        ## Steps

        | Step | Fault at | Healed at | Moved after | Back after | Longest silence | Asked | Failed |
        |---|---|---|---|---|---|---|---|
        \(measures.map(row).joined(separator: "\n"))

        *Moved after*: from the fault to the first license that \(plan.service.backup) served by name. *Back after*: from the heal to
        the first one that \(plan.service.main) served again. *Longest silence*: from when the first unanswered license was due to
        the next one served.

        ## Licenses

        \(record.licenses.count) asked for by name (each looked up anew), \(plan.load.requestsPerSecond) a second, whatever happened
        to the ones before: \(count(plan.service.main)) served by \(plan.service.main), \(count(plan.service.backup)) by
        \(plan.service.backup), \(record.licenses.count { !$0.isServed }) failed.
        \(reasons)\(writes)
        ## What the name said

        \(record.name.map { "- \($0.at.inSeconds): \($0.answer)" }.joined(separator: "\n"))

        ## Alarms

        \(record.alarms.isEmpty ? "None came in." : record.alarms.map(line).joined(separator: "\n"))

        """
    }

    private func row(_ measure: StepMeasure) -> String {
        let cells = [
            measure.step.name, measure.times.faulted?.inSeconds ?? "–", measure.times.healed?.inSeconds ?? "–",
            measure.moved?.inSeconds ?? "–", measure.returned?.inSeconds ?? "–", measure.longestSilence.inSeconds,
            "\(measure.asked)", "\(measure.failed)",
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    private func count(_ region: String) -> Int { record.licenses.count { $0.isServed(by: region) } }

    private var reasons: String {
        var counts: [String: Int] = [:]
        for license in record.licenses {
            if case .failed(let reason) = license.outcome { counts[reason, default: 0] += 1 }
        }
        let lines = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "- \($0.value) × \($0.key)" }
        return lines.isEmpty ? "" : "\n" + lines.joined(separator: "\n") + "\n"
    }

    private var writes: String {
        guard plan.writes != nil else { return "" }
        let acknowledged = record.writes.filter { $0.outcome == .acknowledged }
        let refused = record.writes.count { if case .refused = $0.outcome { true } else { false } }
        return """

            ## Contents

            \(record.writes.count) registered by name: \(acknowledged.count) acknowledged and \
            \(acknowledged.count { $0.isFound == true }) of those found again in the end, \(refused) refused clearly, \
            \(record.writes.count - acknowledged.count - refused) without an answer that says which.

            """
    }

    private func line(_ alarm: Record.Alarm) -> String {
        "- \(alarm.at.inSeconds): \(alarm.title) (`\(alarm.kind)`, id `\(alarm.id)`)"
    }
}
