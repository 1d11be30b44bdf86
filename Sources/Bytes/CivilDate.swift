/// A day in the Gregorian calendar and a time in UTC, from a count of seconds and back.
///
/// As in Hinnant's "chrono-compatible low-level date algorithms"; without leap seconds, as POSIX counts.
package struct CivilDate: Equatable, Sendable {
    package let year: Int64
    package let month: Int64
    package let day: Int64
    package let hour: Int64
    package let minute: Int64
    package let second: Int64
    /// 0 is Sunday.
    package let weekday: Int64

    /// - Parameter moment: A year from 1970 to 9999; other moments are moved to the nearer end.
    package init(_ moment: Timestamp) {
        let seconds = min(max(moment.seconds, 0), 253_402_300_799)
        let days = seconds / 86400
        let shifted = days + 719_468  // days from 0000-03-01
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
        weekday = (days + 4) % 7
    }

    /// The moment of a date from years 0 to 9999 whose parts are within their ranges; nil for others.
    package static func timestamp(
        year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64
    ) -> Timestamp? {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0..<24).contains(hour),
            (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        let shiftedYear = (month <= 2 ? year - 1 : year) + 400  // one era later, so that nothing is negative
        let (era, yearOfEra) = shiftedYear.quotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = (era - 1) * 146_097 + dayOfEra - 719_468
        return Timestamp(seconds: days * 86400 + hour * 3600 + minute * 60 + second)
    }
}

extension CivilDate {
    /// `2015-08-30T12:36:00Z` (RFC 3339).
    package var text: String {
        "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(day))"
            + "T\(clock)Z"
    }

    /// `12:36:00`.
    package var clock: String { "\(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second))" }

    /// `Sun`, as HTTP and mail spell it (RFC 5322 §3.3).
    package var dayName: String { Self.dayNames[Int(weekday)] }

    /// `Aug`, likewise.
    package var monthName: String { Self.monthNames[Int(month) - 1] }

    private static let dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Leading zeros up to `width`.
    package static func padded(_ number: Int64, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
