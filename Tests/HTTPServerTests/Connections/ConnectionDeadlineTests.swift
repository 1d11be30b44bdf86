import Reactor
import Testing

@testable import HTTPServer

@Suite("Connection deadline")
struct ConnectionDeadlineTests {
    /// Whether the time of `phase` begins when it is entered now.
    private func begins(_ deadline: inout ConnectionDeadline, _ phase: ConnectionPhase) -> Bool {
        deadline.enter(phase, unfinishedSince: nil, at: 1)
    }

    @Test("staying in a phase does not begin its time anew", arguments: ConnectionPhase.allCases)
    func staysTotal(phase: ConnectionPhase) {
        var deadline = ConnectionDeadline(phase, at: 0)

        #expect(begins(&deadline, phase) == false)
    }

    @Test("a phase entered anew counts from then", arguments: ConnectionPhase.allCases)
    func countsFromEntry(phase: ConnectionPhase) {
        var deadline = ConnectionDeadline(phase == .idle ? .receiving : .idle, at: 0)

        #expect(begins(&deadline, phase))
        #expect(deadline.phase == phase)
        #expect(begins(&deadline, phase) == false)
    }

    @Test(
        "a request begins the time anew, though it is answered in the same turn",
        arguments: [ConnectionPhase.idle, .receiving])
    func renewsWithRequest(phase: ConnectionPhase) {
        var deadline = ConnectionDeadline(phase, at: 0)

        deadline.noteRequest()

        #expect(begins(&deadline, phase))
        #expect(begins(&deadline, phase) == false)
    }

    @Test("a slow reader gains nothing by asking for more")
    func ignoresRequestsOfSlowReaders() {
        var deadline = ConnectionDeadline(.sending, at: 0)

        deadline.noteRequest()

        #expect(begins(&deadline, .sending) == false)
    }

    @Test(
        "a request that is not whole has its time from its first byte, whatever else comes and goes",
        arguments: [ConnectionPhase.receiving, .answering, .sending, .idle])
    func countsFromTheOldestRequest(phase: ConnectionPhase) {
        var limits = ServerLimits()
        (limits.receiving, limits.sending, limits.idle) = (.nanoseconds(30), .nanoseconds(100), .nanoseconds(100))
        let allowances = PhaseAllowances(limits)
        var deadline = ConnectionDeadline(.idle, at: 0)

        for moment in [Int64(5), 10, 20] {
            deadline.noteRequest()
            _ = deadline.enter(phase, unfinishedSince: 5, at: moment)
            #expect(deadline.delay(allowances, at: moment) == CoarseDelay(.nanoseconds(35 - moment)))
        }
    }

    @Test("a slow reader gains nothing by beginning requests and ending them")
    func keepsTheTimeOfSending() {
        var limits = ServerLimits()
        (limits.receiving, limits.sending) = (.nanoseconds(30), .nanoseconds(100))
        let allowances = PhaseAllowances(limits)
        var deadline = ConnectionDeadline(.sending, at: 0)

        let isAnother = deadline.enter(.sending, unfinishedSince: 80, at: 80)
        #expect(isAnother)
        #expect(deadline.delay(allowances, at: 80) == CoarseDelay(.nanoseconds(20)))
        let isAnotherAgain = deadline.enter(.sending, unfinishedSince: nil, at: 90)
        #expect(isAnotherAgain)
        #expect(deadline.delay(allowances, at: 90) == CoarseDelay(.nanoseconds(10)))
    }

    @Test(
        "each phase is allowed what the limits say, and a handler's time is its own",
        arguments: ConnectionPhase.allCases)
    func allowsWhatLimitsSay(phase: ConnectionPhase) {
        let limits = ServerLimits()

        #expect(PhaseAllowances(limits)[phase] == phase.allowance(in: limits).map(CoarseDelay.init))
        #expect((phase.allowance(in: limits) == nil) == (phase == .answering))
    }
}
