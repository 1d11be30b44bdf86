import Reactor
import Testing

@Suite("Deadlines on a loop")
struct DeadlineTests {
    /// Listens where nobody calls, and counts what its loop tells it.
    private final class Silent: EventHandler, TurnEndHandler {
        let socket: ListeningSocket
        var deadlines = 0
        var onDeadline: (() -> Void)?
        var onTurnEnd: (() -> Void)?
        init(_ socket: consuming ListeningSocket) { self.socket = socket }

        func ready(_ readiness: Readiness, on loop: isolated EventLoop) {}

        func deadlinePassed(on loop: isolated EventLoop) {
            deadlines += 1
            onDeadline?()
        }

        func turnEnded(on loop: isolated EventLoop) {
            onTurnEnd?()
        }
    }

    private func watch(on loop: isolated EventLoop) throws -> (handler: Silent, watch: Watch) {
        let address = try #require(SocketAddress(numeric: "127.0.0.1", port: 0))
        let handler = Silent(try ListeningSocket(on: address))
        let watch = try handler.socket.withNumber { number throws(SystemError) in
            try loop.watch(number, for: .readable, handler: handler)
        }
        return (handler, watch)
    }

    @Test("a deadline never passes early", arguments: [0, 30, 101])
    func neverEarly(milliseconds: Int) async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        let waited = try await wait(for: .milliseconds(milliseconds), on: loop)

        #expect(waited >= .milliseconds(milliseconds))
        #expect(await loop.load == (0, 0))
    }

    private func wait(for delay: Duration, on loop: isolated EventLoop) async throws -> Duration {
        let (handler, watch) = try watch(on: loop)
        let start = EventLoop.monotonicNow()
        try await loop.sleep(for: .zero)  // The turn begins after the start.
        await withCheckedContinuation { continuation in
            handler.onDeadline = { continuation.resume() }
            loop.setDeadline(of: watch, after: CoarseDelay(delay))
        }
        loop.unwatch(watch)
        return EventLoop.monotonicNow() - start
    }

    @Test("a deadline that was cleared, or whose descriptor is watched no longer, never passes")
    func clearedNeverPasses() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        try await clearTwo(on: loop)

        #expect(await loop.load == (0, 0))
    }

    private func clearTwo(on loop: isolated EventLoop) async throws {
        let (cleared, gone, later) = (try watch(on: loop), try watch(on: loop), try watch(on: loop))
        for one in [cleared, gone, later] { loop.setDeadline(of: one.watch, after: CoarseDelay(.zero)) }

        loop.clearDeadline(of: cleared.watch)
        loop.unwatch(gone.watch)
        let reused = try watch(on: loop)  // Has the place of the one that is gone, and no deadline.
        await withCheckedContinuation { continuation in
            later.handler.onDeadline = { continuation.resume() }
        }

        for one in [cleared, gone, reused] { #expect(one.handler.deadlines == 0) }
        for one in [cleared, later, reused] { loop.unwatch(one.watch) }
    }

    @Test("whoever asks is told of the turn's end, after the deadlines of that turn")
    func endsTurns() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        #expect(try await deadlinesBeforeTurnEnd(on: loop) == 1)
    }

    private func deadlinesBeforeTurnEnd(on loop: isolated EventLoop) async throws -> Int {
        let (handler, watch) = try watch(on: loop)
        loop.setDeadline(of: watch, after: CoarseDelay(.zero))
        let deadlines = await withCheckedContinuation { continuation in
            handler.onDeadline = { loop.atTurnEnd(handler) }
            handler.onTurnEnd = { continuation.resume(returning: handler.deadlines) }
        }
        loop.unwatch(watch)
        return deadlines
    }
}
