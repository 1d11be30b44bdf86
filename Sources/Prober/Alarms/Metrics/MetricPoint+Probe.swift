package import Bytes
package import HTTPClient
internal import Reactor

extension MetricPoint {
    /// What one probe measured, and nothing for a part that did not come about.
    package static func timings(
        _ timings: ClientTimings, region: String, vantage: String, at: Timestamp
    ) -> [MetricPoint] {
        let parts: [(Name, Duration?)] = [
            (.connectionTime, timings.connect), (.sslHandshakeTime, timings.tls), (.timeToFirstByte, timings.firstByte),
        ]
        return parts.compactMap { name, duration in
            duration.map { MetricPoint(name, $0.milliseconds, region: region, vantage: vantage, at: at) }
        }
    }

    /// What the vantages hold of one region together.
    package static func verdict(
        isHealthy: Bool, healthyWitnesses: Int, witnesses: Int, isActive: Bool, region: String, at: Timestamp
    ) -> [MetricPoint] {
        var points = [
            MetricPoint(.healthCheckStatus, isHealthy ? 1 : 0, region: region, at: at),
            MetricPoint(.regionActive, isActive ? 1 : 0, region: region, at: at),
        ]
        if witnesses > 0 {
            let percentage = 100 * Double(healthyWitnesses) / Double(witnesses)
            points.append(MetricPoint(.healthCheckPercentageHealthy, percentage, region: region, at: at))
        }
        return points
    }

    /// That this vantage is alive: once a cycle, whatever it found.
    package static func heartbeat(of vantage: String, at: Timestamp) -> MetricPoint {
        MetricPoint(.vantageHeartbeat, 1, vantage: vantage, at: at)
    }
}

extension Duration {
    /// With its fraction, down to the microsecond.
    fileprivate var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1000 + Double(attoseconds / 1_000_000_000_000) / 1000
    }
}
