import Bytes
import Testing

@Suite("Civil dates")
struct CivilDateTests {
    @Test(
        "a moment has the date that the calendar gives it",
        arguments: [
            (0, "1970-01-01T00:00:00Z", 4), (951_782_400, "2000-02-29T00:00:00Z", 2),
            (1_440_938_160, "2015-08-30T12:36:00Z", 0), (4_107_542_399, "2100-02-28T23:59:59Z", 0),
            (4_107_542_400, "2100-03-01T00:00:00Z", 1), (253_402_300_799, "9999-12-31T23:59:59Z", 5),
        ] as [(Int64, String, Int64)])
    func agreesWithTheCalendar(seconds: Int64, text: String, weekday: Int64) {
        let date = CivilDate(Timestamp(seconds: seconds))

        #expect(date.text == text)
        #expect(date.weekday == weekday)
    }

    @Test("a date leads back to its moment, on every day of 400 years")
    func leadsBack() {
        for day in stride(from: Int64(0), to: 146_097, by: 1) {
            let moment = Timestamp(seconds: day * 86400 + day % 86400)
            let date = CivilDate(moment)
            let back = CivilDate.timestamp(
                year: date.year, month: date.month, day: date.day, hour: date.hour, minute: date.minute,
                second: date.second)
            guard back == moment else { Issue.record("\(date.text)"); return }
        }
    }

    @Test("moments outside the calendar become its ends", arguments: [Int64.min, -1, .max])
    func stopsAtTheEnds(seconds: Int64) {
        let text = CivilDate(Timestamp(seconds: seconds)).text

        #expect(text == (seconds < 0 ? "1970-01-01T00:00:00Z" : "9999-12-31T23:59:59Z"))
    }
}
