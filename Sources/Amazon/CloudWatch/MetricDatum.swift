package import Bytes

/// One value of one metric, as CloudWatch keeps it.
package struct MetricDatum: Equatable, Sendable {
    package enum Unit: String, Sendable {
        case none = "None"
        case count = "Count"
        case percent = "Percent"
        case seconds = "Seconds"
        case milliseconds = "Milliseconds"
        case bytes = "Bytes"
    }

    package let name: String
    package let value: Double
    package let unit: Unit
    package let dimensions: [(name: String, value: String)]
    package let at: Timestamp

    /// nil for a value that CloudWatch refuses, and with it the whole call: not finite, or beyond ±2^360.
    package init?(
        _ name: String, _ value: Double, _ unit: Unit, dimensions: [(name: String, value: String)], at: Timestamp
    ) {
        guard value.isFinite, value.magnitude <= 0x1p360 else { return nil }
        self.name = name
        self.value = value
        self.unit = unit
        self.dimensions = dimensions
        self.at = at
    }

    package static func == (one: MetricDatum, other: MetricDatum) -> Bool {
        (one.name, one.value, one.unit, one.at) == (other.name, other.value, other.unit, other.at)
            && one.dimensions.elementsEqual(other.dimensions) { $0 == $1 }
    }
}
