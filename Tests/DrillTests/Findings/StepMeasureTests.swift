import Testing

@testable import Drill

@Suite("Step measure")
struct StepMeasureTests {
    @Test("the times are from the fault to the first license of the backup, and from the heal to the main region's")
    func times() throws {
        let measure = try #require(SampleDay(moved: 200, returned: 490).report.measures.first)

        #expect(measure.moved == .milliseconds(190_050))
        #expect(measure.returned == .milliseconds(190_050))
        #expect(measure.longestSilence == .milliseconds(190_050))
        #expect(measure.asked == 6_000)
        #expect(measure.failed == 1_900)
        #expect(measure.askedAfterMove == 1_000)
        #expect(measure.failedAfterMove == 0)
        #expect(measure.failedOnReturn == 0)
    }

    @Test("a name that never moves has no time, and its silence lasts until somebody serves again")
    func neverMoved() throws {
        let measure = try #require(SampleDay(moved: nil).report.measures.first)

        #expect(measure.moved == nil)
        #expect(measure.returned == nil)
        #expect(measure.longestSilence == .milliseconds(290_050))
    }

    @Test("a silence that does not end lasts until the end")
    func silentToTheEnd() throws {
        var day = SampleDay()
        day.record.licenses = day.record.licenses.map { license in
            var license = license
            if license.due >= .seconds(500) { license.outcome = .failed("refused") }
            return license
        }

        let measure = try #require(day.report.measures.first)

        #expect(measure.longestSilence == .seconds(190) + .milliseconds(50))
        #expect(measure.failedOnReturn == 1_000)
    }

    @Test("what the main region still served after the fault is no return")
    func lateAnswersOfTheMainRegion() throws {
        var day = SampleDay()
        day.record.licenses.append(.init(due: .seconds(11), finished: .seconds(12), outcome: .served(by: "seoul")))
        day.record.steps[0].healed = .seconds(10.5)

        let measure = try #require(day.report.measures.first)

        #expect(measure.returned == .milliseconds(479_550))
    }
}
