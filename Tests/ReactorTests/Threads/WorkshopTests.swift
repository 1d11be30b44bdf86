import Glibc
import Reactor
import Testing

@Suite("Workshop")
struct WorkshopTests {
    /// Holds a thread until the test lets it go.
    private final class Bolt: Sendable {
        private let isOpen = Lock(false)
        func open() { isOpen.withLock { $0 = true } }
        func wait() { while !isOpen.withLock({ $0 }) { sched_yield() } }
    }

    /// Cannot be copied, so it can be worked on once.
    private struct Order: ~Copyable, Sendable {
        let number: Int
    }

    /// Lives on a loop, unprotected.
    private final class Received {
        var numbers: [Int] = []
    }

    private func onLoop<R: Sendable>(
        _ body: @Sendable (isolated EventLoop) async throws -> R
    ) async throws -> R {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        return try await body(loop)
    }

    @Test("what was made comes back on the loop that asked, each once")
    func deliversOnTheLoop() async throws {
        let workshop = Workshop(named: "shop", threadCount: 3, lineCount: 1, waitingMax: 1_000)
        try workshop.start()

        let numbers = try await onLoop { loop in
            let received = Received()
            await withCheckedContinuation { continuation in
                for number in 0..<500 {
                    workshop.submit(Order(number: number), line: 0, on: loop, { $0.number * 2 }) { result in
                        loop.preconditionIsolated()
                        received.numbers.append((try? result.get()) ?? -1)
                        if received.numbers.count == 500 { continuation.resume() }
                    }
                }
            }
            return received.numbers
        }
        await workshop.close()

        #expect(numbers.sorted() == (0..<500).map { $0 * 2 })
        #expect(workshop.lines[0].served == 500)
    }

    @Test("a full line refuses on the loop, in a later turn, and works again when there is room")
    func refusesWhenFull() async throws {
        let workshop = Workshop(named: "shop", threadCount: 1, lineCount: 2, waitingMax: 1)
        try workshop.start()
        let (started, bolt) = (Bolt(), Bolt())

        try await onLoop { loop in
            let first = Task {
                try await workshop.run(line: 0, on: loop) {
                    started.open()
                    bolt.wait()
                }
            }
            while workshop.lines[0].served == 0 { try await loop.sleep(for: .milliseconds(1)) }
            started.wait()
            let second = Task { try await workshop.run(line: 0, on: loop) { "second" } }
            while workshop.lines[0].waiting == 0 { try await loop.sleep(for: .milliseconds(1)) }

            await #expect(throws: Workshop.Refusal.full) { try await workshop.run(line: 0, on: loop) {} }
            let other = Task { try await workshop.run(line: 1, on: loop) { "other" } }
            while workshop.lines[1].waiting == 0 { try await loop.sleep(for: .milliseconds(1)) }
            bolt.open()

            try await first.value
            #expect(try await second.value == "second")
            #expect(try await other.value == "other")
            #expect(workshop.lines.map(\.refused) == [1, 0])
        }
        await workshop.close()
    }

    @Test("closing gives back what waits, lets what is under way end, and takes nothing more")
    func closes() async throws {
        let workshop = Workshop(named: "shop", threadCount: 1, lineCount: 1, waitingMax: 9)
        try workshop.start()
        let (started, bolt) = (Bolt(), Bolt())

        try await onLoop { loop in
            let underWay = Task {
                try await workshop.run(line: 0, on: loop) {
                    started.open()
                    bolt.wait()
                    return "done"
                }
            }
            while workshop.lines[0].served == 0 { try await loop.sleep(for: .milliseconds(1)) }
            started.wait()
            let waiting = Task { try await workshop.run(line: 0, on: loop) { "never" } }
            while workshop.lines[0].waiting == 0 { try await loop.sleep(for: .milliseconds(1)) }

            let closing = Task { await workshop.close() }
            await #expect(throws: Workshop.Refusal.closed) { try await waiting.value }
            bolt.open()
            await closing.value

            #expect(try await underWay.value == "done")
            await #expect(throws: Workshop.Refusal.closed) { try await workshop.run(line: 0, on: loop) {} }
        }
    }

    @Test("its threads give way to the loops")
    func givesWay() async throws {
        let workshop = Workshop(named: "shop", threadCount: 1, lineCount: 1, waitingMax: 1)
        try workshop.start()

        let (there, here) = try await onLoop { loop in
            (try await workshop.run(line: 0, on: loop) { Niceness.ofThisThread() }, Niceness.ofThisThread())
        }
        await workshop.close()

        // A machine that is niced already can only go further.
        #expect(there >= min(19, here + 1))
        #expect(there >= 10)
    }
}
