package import FoundationEssentials

/// Moments as RFC 3339 writes them, in UTC, to the millisecond.
package enum InternetTime {
    package static func format(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// - Parameter moment: since 1970.
    package static func format(_ moment: Duration) -> String {
        let (seconds, attoseconds) = moment.components
        // A quarter of a millisecond more: `Date` counts in binary fractions, and formatting cuts what is a hair below.
        return format(Date(timeIntervalSince1970: Double(seconds) + Double(attoseconds) / 1e18 + 0.000_25))
    }
}
