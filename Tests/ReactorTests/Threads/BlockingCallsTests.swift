import Glibc
import Reactor
import Testing

@Suite("Blocking calls")
struct BlockingCallsTests {
    /// Lets a thread go once the test says so.
    private final class Latch: Sendable {
        private let isOpen = Lock(false)
        func open() { isOpen.withLock { $0 = true } }
        var isThrough: Bool { isOpen.withLock { $0 } }
        func wait() { while !isThrough { sched_yield() } }
    }

    @Test("a canceled task stops waiting at once, and the thread's place is free when the call ends")
    func cancellation() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        let calls = BlockingCalls(named: "test", callsMax: 1)
        let (started, latch) = (Latch(), Latch())
        let waiting = Task {
            try await calls.run(within: .seconds(3600), on: loop) {
                started.open()
                latch.wait()
            }
        }
        while !started.isThrough { await Task.yield() }

        waiting.cancel()

        await #expect(throws: BlockingFailure.canceled) { try await waiting.value }
        await #expect(throws: BlockingFailure.tooManyWaiting) { try await calls.run(within: .seconds(1), on: loop) {} }
        latch.open()
        while (try? await calls.run(within: .seconds(20), on: loop) {}) == nil { await Task.yield() }
        #expect(await loop.load.timers == 0)
    }
}
