import Reactor
import Testing

@Suite("Event loop")
struct EventLoopTests {
    /// Lives on a loop, unprotected: the compiler must agree that a task started there may touch it.
    private final class Counter {
        var count = 0
        func add() { count += 1 }
        func addAfterAPause(on loop: isolated EventLoop) async throws {
            try await loop.sleep(for: .milliseconds(1))
            add()
        }
    }

    @Test("a task started on a loop shares the loop's unprotected state")
    func tasksShareTheLoop() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        let count = try await countTwice(on: loop)

        #expect(count == 3)
    }

    private func countTwice(on loop: isolated EventLoop) async throws -> Int {
        let counter = Counter()
        counter.add()
        let task = Task { try await counter.addAfterAPause(on: loop) }
        try await counter.addAfterAPause(on: loop)
        try await task.value
        return counter.count
    }

    @Test("timers fire in the order they are due, whatever order they were set in")
    func timersFireInOrder() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        let order = await fire([30, 10, 20], on: loop)

        #expect(order == [10, 20, 30])
    }

    private func fire(_ delays: [Int], on loop: isolated EventLoop) async -> [Int] {
        final class Order { var fired: [Int] = [] }
        let order = Order()
        await withCheckedContinuation { continuation in
            for delay in delays {
                loop.schedule(after: .milliseconds(delay)) {
                    order.fired.append(delay)
                    if order.fired.count == delays.count { continuation.resume() }
                }
            }
        }
        return order.fired
    }

    @Test("a canceled sleep ends at once and says so")
    func canceledSleepEnds() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        let sleeper = Task { try await loop.sleep(for: .seconds(3600)) }

        sleeper.cancel()

        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(await loop.load.timers == 0)
    }

    @Test("a sleep that was canceled before it began leaves no timer", arguments: 0..<50)
    func canceledBeforeItBegan(_: Int) async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        let sleeper = Task {
            withUnsafeCurrentTask { task in unsafe task?.cancel() }
            try await loop.sleep(for: .seconds(3600))
        }

        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(await loop.load.timers == 0)
    }
}
