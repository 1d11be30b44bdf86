internal import Bytes
internal import Glibc

/// `IMF-fixdate`, the one date format we write (RFC 9110 §5.6.7).
enum HTTPDate {
    static func format(_ seconds: Int) -> String {
        let date = CivilDate(Timestamp(seconds: Int64(seconds)))
        let day = CivilDate.padded(date.day)
        return "\(date.dayName), \(day) \(date.monthName) \(date.year) \(date.clock) GMT"
    }

    static func secondsSince1970() -> Int { time(nil) }
}
