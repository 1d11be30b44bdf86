/// Why a call that blocks gave no result.
package enum BlockingFailure: Error, Equatable, Sendable {
    case timedOut
    /// Earlier calls still hang; making more would only collect threads.
    case tooManyWaiting
    /// The task that waited was canceled; the call itself goes on until it ends.
    case canceled
    case noThread(SystemError)
}

/// Calls that have no other form than a blocking one, each on a thread of its own, so that no loop ever waits.
package final class BlockingCalls: Sendable {
    private let name: String
    private let callsMax: Int
    private let waiting = Lock(0)

    /// - Parameters:
    ///   - name: What the threads are called.
    ///   - callsMax: Threads that may hang at once; each costs a stack of address space.
    package init(named name: String, callsMax: Int) {
        (self.name, self.callsMax) = (name, callsMax)
    }

    /// What `body` returns, or at the deadline that it timed out; its thread then ends whenever `body` does.
    package func run<Value: Sendable>(
        within deadline: Duration, on loop: isolated EventLoop, _ body: @escaping @Sendable () -> Value
    ) async throws(BlockingFailure) -> Value {
        let answer = FirstAnswer<Value>()
        let timer = loop.schedule(after: deadline) { answer.give(.failure(.timedOut)) }
        defer { loop.cancel(timer) }
        // Isolated by word: a closure that does not name the loop leaves it, and the timer would overtake it.
        let result = await withTaskCancellationHandler(
            operation: {
                await withCheckedContinuation(isolation: loop) { continuation in
                    answer.await(continuation)
                    if Task.isCancelled { answer.give(.failure(.canceled)) } else { start(body, answer) }
                }
            }, onCancel: { answer.give(.failure(.canceled)) }, isolation: loop)
        return try result.get()
    }

    private func start<Value: Sendable>(_ body: @escaping @Sendable () -> Value, _ answer: FirstAnswer<Value>) {
        let mayStart = waiting.withLock { count in
            guard count < callsMax else { return false }
            count += 1
            return true
        }
        guard mayStart else { return answer.give(.failure(.tooManyWaiting)) }
        do throws(SystemError) {
            try Thread.start(named: name) {
                let value = body()
                self.waiting.withLock { $0 -= 1 }  // First, so that whoever has the answer may ask again.
                answer.give(.success(value))
            }
        } catch {
            waiting.withLock { $0 -= 1 }
            answer.give(.failure(.noThread(error)))
        }
    }
}

/// Takes the first answer and forgets later ones: the thread and the deadline race.
private final class FirstAnswer<Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, BlockingFailure>
    private let continuation = Lock<CheckedContinuation<Outcome, Never>?>(nil)

    func await(_ continuation: CheckedContinuation<Outcome, Never>) {
        self.continuation.withLock { $0 = continuation }
    }

    func give(_ outcome: Outcome) {
        continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }?.resume(returning: outcome)
    }
}
