internal import Bytes

/// A moment as mail spells it (RFC 5322 §3.3), in UTC.
enum MailDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ moment: Timestamp) -> String {
        let date = CivilDate(moment)
        let time = [date.hour, date.minute, date.second].map { CivilDate.padded($0) }.joined(separator: ":")
        let day = days[Int(date.weekday)]
        return "\(day), \(date.day) \(months[Int(date.month) - 1]) \(date.year) \(time) +0000"
    }
}
