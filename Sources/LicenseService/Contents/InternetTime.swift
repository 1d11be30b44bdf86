internal import FoundationEssentials

/// Moments as RFC 3339 writes them, in UTC.
enum InternetTime {
    /// - Parameter moment: since 1970.
    static func format(_ moment: Duration) -> String {
        let (seconds, attoseconds) = moment.components
        let date = Date(timeIntervalSince1970: Double(seconds) + Double(attoseconds) / 1e18)
        return date.formatted(.iso8601.time(includingFractionalSeconds: true))
    }
}
