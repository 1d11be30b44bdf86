internal import Failover

/// What a vantage counts, for its metrics.
struct ProberCounts: Equatable, Sendable {
    /// Probes of each region, by verdict.
    private(set) var probes = PerRegion<[String: Int]>(main: [:], backup: [:])
    /// Times the detector decided for a region.
    var decisions = PerRegion(main: 0, backup: 0)
    /// Times this vantage moved the name.
    var moves = 0
    var steeringFailures = 0
    var stateFailures = 0
    /// Grows while the process is alive; one that stands still is an alarm.
    var heartbeats = 0

    mutating func count(_ outcome: ProbeOutcome) { probes[outcome.region][outcome.verdict.name, default: 0] += 1 }
}
