extension EventLoop {
    /// Lets other work run for `delay`; a canceled task wakes at once with `CancellationError`.
    package func sleep(for delay: Duration) async throws(CancellationError) {
        let sleeper = Sleeper()
        await withTaskCancellationHandler(
            operation: { await fallAsleep(sleeper, for: delay) }, onCancel: { Task { await self.wake(sleeper) } },
            isolation: self)
        if Task.isCancelled { throw CancellationError() }
    }

    /// Stays on the loop, for what resumes it runs there; inside the handler's closure it would leave it for two hops.
    private func fallAsleep(_ sleeper: Sleeper, for delay: Duration) async {
        await withCheckedContinuation(isolation: self) { continuation in
            // Canceled before it slept, it was woken already: a timer set now would stay until it fires.
            guard !sleeper.isAwake else { return continuation.resume() }
            sleeper.fallAsleep(continuation, timer: schedule(after: delay) { sleeper.wake() })
        }
    }

    private func wake(_ sleeper: Sleeper) {
        if let timer = sleeper.wake() { cancel(timer) }
    }
}

/// A continuation that is resumed once, by whichever comes first.
private final class Sleeper: @unchecked Sendable {  // Unchecked: touched on its loop only.
    private var continuation: CheckedContinuation<Void, Never>?
    private var timer: TimerID?
    private(set) var isAwake = false

    func fallAsleep(_ continuation: CheckedContinuation<Void, Never>, timer: TimerID) {
        (self.continuation, self.timer) = (continuation, timer)
    }

    @discardableResult
    func wake() -> TimerID? {
        isAwake = true
        continuation?.resume()
        continuation = nil
        return timer
    }
}
