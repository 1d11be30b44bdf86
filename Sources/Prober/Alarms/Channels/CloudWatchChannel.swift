package import Amazon
package import Reactor

/// Stores metrics in CloudWatch.
package final class CloudWatchChannel: DeliveryChannel {
    package let name = "cloudwatch"
    private let cloudWatch: CloudWatch
    private let namespace: String

    package init(cloudWatch: CloudWatch, namespace: String) {
        self.cloudWatch = cloudWatch
        self.namespace = namespace
    }

    package func deliver(
        _ points: [MetricPoint], within deadline: Duration, on loop: isolated EventLoop
    ) async throws(DeliveryFailure) {
        let data = points.compactMap(MetricDatum.init).prefix(AmazonLimits.dataPerCall)
        do throws(AmazonFailure) {
            try await cloudWatch.putMetricData(Array(data), namespace: namespace, within: deadline, on: loop)
        } catch {
            throw DeliveryFailure("\(error)", isWorthRetrying: error.isWorthRetrying)
        }
    }
}

extension MetricDatum {
    fileprivate init?(_ point: MetricPoint) {
        var dimensions: [(name: String, value: String)] = []
        if let region = point.region { dimensions.append(("HealthCheckId", region)) }
        if let vantage = point.vantage { dimensions.append(("Region", vantage)) }
        let unit: Unit =
            switch point.name.unit {
            case .none: .none
            case .percent: .percent
            case .milliseconds: .milliseconds
            case .count: .count
            }
        self.init(point.name.rawValue, point.value, unit, dimensions: dimensions, at: point.at)
    }
}
