internal import Failover
internal import HTTPClient

/// What came of one probe.
struct ProbeOutcome: Sendable {
    let region: RegionChoice
    let verdict: Verdict
    /// For people: the status, or what went wrong.
    let detail: String
    let startedAt: Duration
    let finishedAt: Duration
    let timings: ClientTimings
}

/// Both regions, probed together: told of apart, a vantage that has just lost its network would seem to have lost one.
struct Look: Sendable {
    let outcomes: PerRegion<ProbeOutcome>

    var startedAt: Duration { min(outcomes.main.startedAt, outcomes.backup.startedAt) }
    var finishedAt: Duration { max(outcomes.main.finishedAt, outcomes.backup.finishedAt) }

    func testimony(of vantage: String) -> Testimony {
        Testimony(
            vantage: vantage, startedAt: startedAt, finishedAt: finishedAt,
            verdicts: PerRegion(main: outcomes.main.verdict, backup: outcomes.backup.verdict))
    }
}
