package import Bytes

/// A moment as signatures spell it, and as documents do.
package struct AmazonDate: Equatable, Sendable {
    /// `20150830`, as the credential scope wants it.
    package let day: String
    /// `20150830T123600Z`, as `x-amz-date` wants it.
    package let basic: String

    package init(_ moment: Timestamp) {
        let date = CivilDate(moment)
        day = CivilDate.padded(date.year, 4) + CivilDate.padded(date.month) + CivilDate.padded(date.day)
        basic = "\(day)T\([date.hour, date.minute, date.second].map { CivilDate.padded($0) }.joined())Z"
    }

    /// Reads `2015-08-30T12:36:00Z`, with or without a fraction of a second, which is dropped; nil for anything else.
    package static func timestamp(parsing text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard (20...32).contains(bytes.count), bytes.last == UInt8(ascii: "Z") else { return nil }
        for (byte, wanted) in zip(bytes, "0000-00-00T00:00:00".utf8) {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard wanted == UInt8(ascii: "0") ? isDigit : byte == wanted else { return nil }
        }
        let fraction = bytes[19..<(bytes.count - 1)]
        guard fraction.isEmpty || fraction.first == UInt8(ascii: ".") else { return nil }
        func number(_ range: Range<Int>) -> Int64 {
            bytes[range].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        }
        return CivilDate.timestamp(
            year: number(0..<4), month: number(5..<7), day: number(8..<10), hour: number(11..<13),
            minute: number(14..<16), second: number(17..<19))
    }
}
