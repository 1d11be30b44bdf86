internal import Glibc

/// `IMF-fixdate`, the one date format we write (RFC 9110 §5.6.7), made once a second.
struct HTTPDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private var second = -1
    private var text = ""

    /// The date now; the same text is handed out for the rest of the second.
    mutating func now() -> String {
        let seconds = Self.secondsSince1970()
        if seconds != second {
            second = seconds
            text = Self.format(seconds)
        }
        return text
    }

    /// The civil date from days since 1970, as in Hinnant's "chrono-compatible low-level date algorithms".
    static func format(_ seconds: Int) -> String {
        let day = seconds / 86400
        let shifted = day + 719_468  // days from 0000-03-01
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(padded).joined(separator: ":")
        return "\(days[(day + 4) % 7]), \(padded(dayOfMonth)) \(months[month - 1]) \(year) \(time) GMT"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func secondsSince1970() -> Int { time(nil) }
}
