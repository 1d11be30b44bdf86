internal import FoundationEssentials

/// Moments as RFC 3339 writes them, in UTC, to the millisecond.
enum InternetTime {
    static func format(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// - Parameter moment: since 1970.
    static func format(_ moment: Duration) -> String {
        let (seconds, attoseconds) = moment.components
        let date = Date(timeIntervalSince1970: Double(seconds) + Double(attoseconds) / 1e18)
        return format(date)
    }
}
