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

    func testimony(of vantage: String) -> Testimony {
        Testimony(vantage: vantage, region: region, verdict: verdict, startedAt: startedAt, finishedAt: finishedAt)
    }
}
