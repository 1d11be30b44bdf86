package import Bytes

/// One value for CloudWatch, under the names that Route 53 uses where it has one.
package struct MetricPoint: Equatable, Sendable {
    package enum Name: String, Sendable, CaseIterable {
        /// 1 while the vantages hold the region for healthy, 0 otherwise.
        case healthCheckStatus = "HealthCheckStatus"
        /// Of the vantages that see, how many percent found it healthy.
        case healthCheckPercentageHealthy = "HealthCheckPercentageHealthy"
        /// TCP, in milliseconds.
        case connectionTime = "ConnectionTime"
        /// TLS, in milliseconds.
        case sslHandshakeTime = "SSLHandshakeTime"
        /// From request to first byte, in milliseconds.
        case timeToFirstByte = "TimeToFirstByte"
        /// Ours: 1 in each cycle of each vantage; one that is missing is the alarm.
        case vantageHeartbeat = "VantageHeartbeat"
        /// Ours: 1 for the region that the name points at, 0 for the other.
        case regionActive = "RegionActive"
        /// Ours: 1 whenever the name was moved to the region.
        case regionSwitched = "RegionSwitched"

        package var unit: Unit {
            switch self {
            case .healthCheckStatus, .regionActive: .none
            case .healthCheckPercentageHealthy: .percent
            case .connectionTime, .sslHandshakeTime, .timeToFirstByte: .milliseconds
            case .vantageHeartbeat, .regionSwitched: .count
            }
        }
    }

    package enum Unit: Sendable { case none, percent, milliseconds, count }

    package let name: Name
    package let value: Double
    /// `HealthCheckId`: which region is spoken of; nil when none is.
    package let region: String?
    /// `Region`: who measured, as Route 53 names its checkers' regions; nil where vantages speak together.
    package let vantage: String?
    package let at: Timestamp

    package init(_ name: Name, _ value: Double, region: String? = nil, vantage: String? = nil, at: Timestamp) {
        self.name = name
        self.value = value
        self.region = region
        self.vantage = vantage
        self.at = at
    }
}
