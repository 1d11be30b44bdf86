/// A moment, in whole seconds since 1970-01-01T00:00:00Z.
///
/// Always a parameter and never read from a clock here, so that a test says what time it is. Moments come from peers,
/// so arithmetic stops at the ends of the range and never traps.
package struct Timestamp: Hashable, Comparable, Sendable {
    package static let distantPast = Timestamp(seconds: .min)
    package static let distantFuture = Timestamp(seconds: .max)

    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

    /// The moment `duration` later, its fraction of a second dropped.
    package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        moment.adding(seconds: duration.components.seconds)
    }

    /// The moment `duration` earlier, its fraction of a second dropped.
    package static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        let seconds = duration.components.seconds
        return moment.adding(seconds: seconds == .min ? .max : -seconds)
    }

    /// The moment `more` seconds later; taking a `Duration` apart costs a division of 128 bits.
    package func adding(seconds more: Int64) -> Timestamp {
        let (sum, overflow) = seconds.addingReportingOverflow(more)
        guard overflow else { return Timestamp(seconds: sum) }
        return more < 0 ? .distantPast : .distantFuture
    }
}
