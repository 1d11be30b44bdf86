import Daemon
import Testing

@Suite("Internet time")
struct InternetTimeTests {
    @Test(
        "a moment is written with its date, in UTC, to the millisecond",
        arguments: [
            (Duration.zero, "1970-01-01T00:00:00.000Z"),
            (.seconds(1_795_413_278) + .milliseconds(213), "2026-11-23T05:54:38.213Z"),
            (.seconds(951_782_400), "2000-02-29T00:00:00.000Z"),
            (.seconds(2_147_483_648) + .milliseconds(1), "2038-01-19T03:14:08.001Z"),
        ])
    func formats(moment: Duration, expected: String) {
        #expect(InternetTime.format(moment) == expected)
    }

    @Test("each millisecond of a second is written as itself")
    func isExact() {
        for millisecond in 0..<1000 {
            let text = InternetTime.format(.seconds(1_795_413_278) + .milliseconds(millisecond))
            let digits = String(millisecond + 1000).dropFirst()
            #expect(text == "2026-11-23T05:54:38.\(digits)Z")
        }
    }
}
