/// A game day that has been played: what was planned, what happened, and whether it is what was claimed.
package struct DrillReport: Sendable {
    package let plan: DrillPlan
    package let record: Record
    package let measures: [StepMeasure]
    package let verdict: Verdict
    /// RFC 3339, in UTC.
    package let playedAt: String

    package init(_ plan: DrillPlan, _ record: Record, playedAt: String) {
        self.plan = plan
        self.record = record
        self.playedAt = playedAt
        measures = zip(plan.steps, record.steps).map {
            StepMeasure($0, $1, in: record, main: plan.service.main, backup: plan.service.backup)
        }
        verdict = Verdict(plan, record, measures)
    }
}
