import LocalRegions
import Testing

@Suite("Pace")
struct PaceTests {
    @Test("three minutes are on the real cycle of thirty seconds and bound a switch by 246 s")
    func realPace() {
        #expect(Pace.window(.seconds(180)) == .real)
        #expect(Pace.real.switchedWithin == .seconds(246))
    }

    @Test(
        "a shortened window keeps its proportions: six cycles, and probes that end within one",
        arguments: [2, 6, 30, 59])
    func shortPace(seconds: Int) {
        let pace = Pace.window(.seconds(seconds))

        #expect(pace.failureWindow == .seconds(seconds))
        #expect((pace.cycle * 6 - pace.failureWindow) / .milliseconds(1) < 1)
        #expect(pace.connectTimeout + pace.statusTimeout <= pace.cycle * 2)
    }
}
