internal import Bytes
internal import Failover
internal import HTTPClient
internal import Reactor

extension Lookout {
    /// Once a cycle what was measured is handed over: each vantage its own times, and the acting one the verdicts.
    func storeResults() {
        let now = wallTime(of: EventLoop.monotonicNow())
        var points = [MetricPoint.heartbeat(of: vantage, at: now)]
        for region in RegionChoice.allCases {
            let name = regionName(region)
            if let outcome = newest?[region] {
                points += MetricPoint.timings(outcome.timings, region: name, vantage: vantage, at: now)
            }
            guard isActing else { continue }
            let verdicts = verdicts(on: region)
            points += MetricPoint.verdict(
                isHealthy: detector.state.hearing.runs[region].standing != .failing,
                healthyWitnesses: verdicts.count(where: \.isHealthy), witnesses: verdicts.count,
                isActive: detector.active == region, region: name, at: now)
        }
        store(points)
    }
}
