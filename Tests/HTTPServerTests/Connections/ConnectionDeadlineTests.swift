import Reactor
import Testing

@testable import HTTPServer

@Suite("Connection deadline")
struct ConnectionDeadlineTests {
    /// Whether the time of `phase` begins when it is entered now.
    private func begins(_ deadline: inout ConnectionDeadline, _ phase: ConnectionPhase) -> Bool {
        deadline.enter(phase)
    }

    @Test("staying in a phase does not begin its time anew", arguments: ConnectionPhase.allCases)
    func staysTotal(phase: ConnectionPhase) {
        var deadline = ConnectionDeadline(phase)

        #expect(begins(&deadline, phase) == false)
    }

    @Test("a phase entered anew counts from then", arguments: ConnectionPhase.allCases)
    func countsFromEntry(phase: ConnectionPhase) {
        var deadline = ConnectionDeadline(phase == .idle ? .receiving : .idle)

        #expect(begins(&deadline, phase))
        #expect(deadline.phase == phase)
        #expect(begins(&deadline, phase) == false)
    }

    @Test(
        "a request begins the time anew, though it is answered in the same turn",
        arguments: [ConnectionPhase.idle, .receiving])
    func renewsWithRequest(phase: ConnectionPhase) {
        var deadline = ConnectionDeadline(phase)

        deadline.noteRequest()

        #expect(begins(&deadline, phase))
        #expect(begins(&deadline, phase) == false)
    }

    @Test("a slow reader gains nothing by asking for more")
    func ignoresRequestsOfSlowReaders() {
        var deadline = ConnectionDeadline(.sending)

        deadline.noteRequest()

        #expect(begins(&deadline, .sending) == false)
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
