import Daemon
import LocalRegions
import Reactor
import Testing

@Suite("Pulse of a loop")
struct LoopPulseTests {
    private let loop: EventLoop
    private let pulse = LoopPulse()

    init() throws { loop = try EventLoop.start(named: "pulse") }

    private func start(on loop: isolated EventLoop) { pulse.start(every: .milliseconds(2), on: loop) }
    private func end(on loop: isolated EventLoop) { pulse.end(on: loop) }

    private func isBeating(at now: Duration) -> Bool {
        LoopPulse.areBeating([pulse, LoopPulse()], within: .seconds(5), at: now)
    }

    @Test("a loop that turns beats again and again, and one that does not shows")
    func beats() async throws {
        await start(on: loop)
        let first = try #require(pulse.last)

        try await eventually("it beats again", within: .seconds(20), every: .milliseconds(2)) {
            pulse.last.map { $0 > first } ?? false
        }
        await end(on: loop)
        await start(on: loop)
        loop.stop()
        let now = EventLoop.monotonicNow()
        #expect(isBeating(at: now))
        #expect(isBeating(at: now + .seconds(60)) == false)
    }

    @Test("nobody waits for a loop that has ended on purpose, or has not begun")
    func leavesOutEnded() async throws {
        let now = EventLoop.monotonicNow()
        #expect(isBeating(at: now + .seconds(60)), "none has begun")

        await start(on: loop)
        await end(on: loop)

        #expect(pulse.last == nil)
        #expect(isBeating(at: now + .seconds(60)))
        loop.stop()
    }
}
