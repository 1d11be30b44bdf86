import Testing

@testable import HTTPServer

@Suite("HTTP date")
struct HTTPDateTests {
    @Test(
        "a second is written as its IMF-fixdate",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
            (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"), (1_772_323_200, "Sun, 01 Mar 2026 00:00:00 GMT"),
            (2_147_483_647, "Tue, 19 Jan 2038 03:14:07 GMT"), (2_147_483_648, "Tue, 19 Jan 2038 03:14:08 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ])
    func formats(seconds: Int, expected: String) {
        #expect(HTTPDate.format(seconds) == expected)
    }

    @Test("each day is one after the day before, for eight hundred years")
    func daysFollow() {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var number = 0

        for year in 1970..<2770 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, length) in monthLengths.enumerated() {
                for day in 1...(month == 1 && isLeap ? 29 : length) {
                    let expected =
                        "\(days[number % 7]), \(day < 10 ? "0" : "")\(day) \(months[month]) \(year) 00:00:00 GMT"
                    guard HTTPDate.format(number * 86400) == expected else {
                        Issue.record("day \(number) is \(HTTPDate.format(number * 86400)) and not \(expected)")
                        return
                    }
                    number += 1
                }
            }
        }
    }
}
