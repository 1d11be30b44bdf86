extension CivilDate {
    /// Reads a moment in the form that ISO 8601 and RFC 3339 §5.6 share, `2025-04-28T12:23:40.5+01:00`; nil for others.
    ///
    /// A fraction of a second is dropped; a time without an offset could be any, and is none.
    package static func moment(_ text: some StringProtocol) -> Timestamp? {
        var digits = DateDigits(rest: Array(text.utf8)[...])
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2), digits.take("-"),
            let day = digits.number(2), digits.take("T"), let hour = digits.number(2), digits.take(":"),
            let minute = digits.number(2), digits.take(":"), let second = digits.number(2), digits.dropFraction(),
            let offset = digits.offset(), digits.rest.isEmpty
        else { return nil }
        return timestamp(year: year, month: month, day: day, hour: hour, minute: minute, second: second)?
            .adding(seconds: -offset)
    }
}

/// Takes the parts of a date from the front of a text.
private struct DateDigits {
    /// Digits of a fraction that anybody writes: nanoseconds.
    private static let fractionLengthMax = 9

    var rest: ArraySlice<UInt8>

    mutating func number(_ count: Int) -> Int64? {
        guard rest.count >= count else { return nil }
        var number: Int64 = 0
        for digit in rest.prefix(count) {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        rest = rest.dropFirst(count)
        return number
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func dropFraction() -> Bool {
        guard take(".") else { return true }
        let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        rest = rest.dropFirst(digits.count)
        return 1...Self.fractionLengthMax ~= digits.count
    }

    /// Seconds east of Greenwich.
    mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
