internal import Bytes

/// A moment as mail spells it (RFC 5322 §3.3), in UTC.
enum MailDate {
    static func text(_ moment: Timestamp) -> String {
        let date = CivilDate(moment)
        return "\(date.dayName), \(date.day) \(date.monthName) \(date.year) \(date.clock) +0000"
    }
}
