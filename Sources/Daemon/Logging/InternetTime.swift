internal import Bytes
internal import FoundationEssentials
internal import Reactor

/// Moments as RFC 3339 writes them, in UTC, to the millisecond.
package enum InternetTime {
    package static var now: String { format(.milliseconds(EventLoop.wallMilliseconds())) }

    /// - Parameter moment: Since 1970.
    package static func format(_ moment: Duration) -> String {
        let (seconds, attoseconds) = moment.components
        let milliseconds = CivilDate.padded(attoseconds / 1_000_000_000_000_000, 3)
        return "\(CivilDate(Timestamp(seconds: seconds)).text.dropLast()).\(milliseconds)Z"
    }

    /// Reads what `format` writes, and the same with whole seconds; since 1970.
    package static func parse(_ text: String) -> Duration? {
        let styles = [true, false].map { Date.ISO8601FormatStyle(includingFractionalSeconds: $0) }
        guard let date = styles.lazy.compactMap({ try? $0.parse(text) }).first else { return nil }
        return .milliseconds(Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
