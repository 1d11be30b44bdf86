import Testing

@testable import Drill

@Suite("Drill verdict")
struct VerdictTests {
    @Test("a day that keeps every claim passes")
    func passes() {
        let day = SampleDay()

        #expect(day.complaints == [])
        #expect(day.report.verdict.isPassed)
    }

    @Test(
        "a threshold that is wrong makes the drill fail, whichever way it is wrong",
        arguments: [
            (60.0, 490.0, ["lost: tokyo serves by name after 180.0 s to 216.0 s"]),
            (250.0, 490.0, ["lost: tokyo serves by name after 180.0 s to 216.0 s"]),
            (200.0, 310.0, ["lost: seoul serves again after 180.0 s to 216.0 s"]),
            (200.0, 580.0, ["lost: seoul serves again after 180.0 s to 216.0 s"]),
        ])
    func wrongThresholds(moved: Double, returned: Double, complaints: [String]) {
        #expect(SampleDay(moved: moved, returned: returned).complaints == complaints)
    }

    @Test("a name that never moves fails every claim about the move")
    func neverMoves() {
        #expect(SampleDay(moved: nil).complaints.count == 3)
    }

    @Test("one license in a thousand may fail after the move, two may not")
    func shareAfterMove() {
        var day = SampleDay()
        day.fail(at: 250)
        #expect(day.complaints == [])
        day.fail(at: 251)
        #expect(day.complaints == ["lost: at least 99.9 % of the licenses are served after the move"])
    }

    @Test("one license that fails on the way back fails the day")
    func failsOnReturn() {
        var day = SampleDay()
        day.fail(at: 491)

        #expect(day.complaints == ["lost: at most 0 licenses fail on the way back"])
    }

    @Test("a blip that moves the name fails the day")
    func blipMoves() {
        #expect(SampleDay(expecting: .stays).complaints == ["lost: the name stays at seoul"])
        #expect(SampleDay(moved: nil, expecting: .stays).complaints == [])
    }

    @Test("a fault that was none proves nothing")
    func brokenFault() {
        var day = SampleDay()
        day.record.steps[0].complaint = "the command ended with 1"

        #expect(day.complaints == ["lost: the fault and its heal do their work"])
    }

    @Test("a day that ends early fails")
    func endsEarly() {
        var day = SampleDay()
        day.record.steps = []

        #expect(day.complaints == ["every step is played"])
    }

    @Test(
        "an acknowledged content that is not found again is lost, and one that nobody could look for is not found",
        arguments: [
            (true, []), (false, ["at most 0 acknowledged contents are lost"]),
            (nil, ["at most 0 acknowledged contents are lost"]),
        ]
            as [(Bool?, [String])])
    func lostWrites(isFound: Bool?, complaints: [String]) {
        var day = SampleDay()
        day.plan.writes = .init(path: "/c/", body: "{}", credentialFile: "k", requestsPerMinute: 60)
        day.record.writes = [
            .init(content: "a", due: .zero, outcome: .acknowledged, isFound: true),
            .init(content: "b", due: .zero, outcome: .acknowledged, isFound: isFound),
            .init(content: "c", due: .zero, outcome: .refused(status: 503)),
            .init(content: "d", due: .zero, outcome: .unknown("timed out")),
        ]

        #expect(day.complaints == complaints)
    }

    @Test("an alarm sent twice under one id is one, under two ids it is one too many")
    func alarms() {
        var day = SampleDay()
        day.plan.targets.alarmKinds = ["moved"]
        #expect(day.complaints == ["1 alarms ‘moved’ come in"])
        day.record.alarms = [
            .init(at: .zero, id: "7", kind: "moved", title: ""), .init(at: .zero, id: "7", kind: "moved", title: ""),
        ]
        #expect(day.complaints == [])
        day.record.alarms.append(.init(at: .zero, id: "8", kind: "moved", title: ""))
        #expect(day.complaints == ["1 alarms ‘moved’ come in"])
    }
}

extension SampleDay {
    /// The license due at this second fails.
    mutating func fail(at second: Int) { record.licenses[second * 10].outcome = .failed("reset") }
}
