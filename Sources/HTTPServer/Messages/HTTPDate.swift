internal import Bytes
internal import Glibc

/// `IMF-fixdate`, the one date format we write (RFC 9110 §5.6.7), made once a second.
struct HTTPDate {
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

    static func format(_ seconds: Int) -> String {
        let date = CivilDate(Timestamp(seconds: Int64(seconds)))
        let day = CivilDate.padded(date.day)
        return "\(date.dayName), \(day) \(date.monthName) \(date.year) \(date.clock) GMT"
    }

    private static func secondsSince1970() -> Int { time(nil) }
}
