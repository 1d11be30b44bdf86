import Testing

@testable import HTTPServer

@Suite("Connection deadline")
struct ConnectionDeadlineTests {
    @Test("staying in a phase does not extend it")
    func staysTotal() {
        let limits = ServerLimits()
        var deadline = ConnectionDeadline(.receiving, at: .seconds(100), limits)

        deadline.enter(.receiving, at: .seconds(120), limits)

        #expect(deadline.due == .seconds(100) + limits.receiving)
    }

    @Test(
        "a phase entered anew counts from then",
        arguments: [ConnectionPhase.handshake, .idle, .receiving, .sending, .lingering])
    func countsFromEntry(phase: ConnectionPhase) {
        let limits = ServerLimits()
        var deadline = ConnectionDeadline(.answering, at: .seconds(100), limits)

        deadline.enter(phase, at: .seconds(120), limits)

        #expect(deadline.phase == phase)
        #expect(deadline.due == phase.allowance(in: limits).map { .seconds(120) + $0 })
    }

    @Test("a handler's time is its own")
    func leavesHandlersAlone() {
        #expect(ConnectionDeadline(.answering, at: .zero, ServerLimits()).due == nil)
    }
}
