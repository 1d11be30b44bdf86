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

    /// Reads what `format` writes, and the same with whole seconds; since 1970.
    package static func parse(_ text: String) -> Duration? {
        let styles = [true, false].map { Date.ISO8601FormatStyle(includingFractionalSeconds: $0) }
        guard let date = styles.lazy.compactMap({ try? $0.parse(text) }).first else { return nil }
        return .milliseconds(Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
