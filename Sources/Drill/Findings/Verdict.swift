/// Whether the installation did what it claims: one line for each claim, and what was measured.
package struct Verdict: Equatable, Sendable {
    package struct Finding: Equatable, Sendable {
        package let claim: String
        package let measured: String
        package let isMet: Bool

        package init(_ claim: String, measured: String, isMet: Bool) {
            self.claim = claim
            self.measured = measured
            self.isMet = isMet
        }
    }

    package let findings: [Finding]

    package var isPassed: Bool { !findings.isEmpty && findings.allSatisfy(\.isMet) }

    package init(_ plan: DrillPlan, _ record: Record, _ measures: [StepMeasure]) {
        var findings: [Finding] = []
        for measure in measures { findings += Self.findings(on: measure, plan) }
        if plan.writes != nil { findings.append(Self.writes(record, plan.targets)) }
        findings += Self.alarms(record, measures, plan.targets)
        // A step that the day did not reach has shown nothing.
        if measures.count < plan.steps.count {
            findings.append(
                Finding(
                    "every step is played", measured: "\(measures.count) of \(plan.steps.count)", isMet: false))
        }
        self.findings = findings
    }

    private static func findings(on measure: StepMeasure, _ plan: DrillPlan) -> [Finding] {
        let name = measure.step.name
        if let complaint = measure.times.complaint {
            return [Finding("\(name): the fault and its heal do their work", measured: complaint, isMet: false)]
        }
        guard measure.asked > 0 else {
            return [Finding("\(name): licenses are asked for", measured: "none", isMet: false)]
        }
        switch measure.step.expectation {
        case .stays:
            return [
                Finding(
                    "\(name): the name stays at \(plan.service.main)",
                    measured: "\(measure.servedByBackup) licenses from \(plan.service.backup)",
                    isMet: measure.servedByBackup == 0)
            ]
        case .moves: return move(measure, plan)
        }
    }

    private static func move(_ measure: StepMeasure, _ plan: DrillPlan) -> [Finding] {
        let (name, targets) = (measure.step.name, plan.targets)
        let share =
            measure.askedAfterMove == 0
            ? 0 : 1 - Double(measure.failedAfterMove) / Double(measure.askedAfterMove)
        return [
            span(
                "\(name): \(plan.service.backup) serves by name", measure.moved, from: targets.movesNotBefore,
                to: targets.movesWithin),
            Finding(
                "\(name): at least \(targets.servedAfterMove.percent) of the licenses are served after the move",
                measured: "\(share.percent) of \(measure.askedAfterMove)", isMet: share >= targets.servedAfterMove),
            span(
                "\(name): \(plan.service.main) serves again", measure.returned, from: targets.returnsNotBefore,
                to: targets.returnsWithin),
            Finding(
                "\(name): at most \(targets.failedOnReturnMax) licenses fail on the way back",
                measured: "\(measure.failedOnReturn)", isMet: measure.failedOnReturn <= targets.failedOnReturnMax),
        ]
    }

    private static func span(
        _ claim: String, _ measured: Duration?, from least: Duration, to most: Duration
    ) -> Finding {
        Finding(
            "\(claim) after \(least.inSeconds) to \(most.inSeconds)", measured: measured?.inSeconds ?? "never",
            isMet: measured.map { least <= $0 && $0 <= most } ?? false)
    }

    private static func writes(_ record: Record, _ targets: DrillPlan.Targets) -> Finding {
        let acknowledged = record.writes.filter { $0.outcome == .acknowledged }
        let lost = acknowledged.count { $0.isFound != true }
        return Finding(
            "at most \(targets.lostWritesMax) acknowledged contents are lost",
            measured: "\(lost) of \(acknowledged.count)", isMet: !acknowledged.isEmpty && lost <= targets.lostWritesMax)
    }

    /// Each kind once for each move, by id: an alarm that is sent twice under one id is one alarm.
    private static func alarms(
        _ record: Record, _ measures: [StepMeasure], _ targets: DrillPlan.Targets
    ) -> [Finding] {
        let moves = measures.count { $0.step.expectation == .moves }
        return targets.alarmKinds.map { kind in
            let ids = Set(record.alarms.filter { $0.kind == kind }.map(\.id))
            return Finding(
                "\(moves) alarms ‘\(kind)’ come in", measured: "\(ids.count)", isMet: ids.count == moves)
        }
    }
}
