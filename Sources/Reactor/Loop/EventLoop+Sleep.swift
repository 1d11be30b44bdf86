extension EventLoop {
    /// Lets other work run for `delay`; a canceled task wakes at once with `CancellationError`.
    package func sleep(for delay: Duration) async throws(CancellationError) {
        let sleeper = Sleeper()
        // Spelled out: a closure that does not name the loop would run elsewhere, two hops for each sleep.
        await withTaskCancellationHandler(
            operation: {
                await withCheckedContinuation(isolation: self) { continuation in
                    sleeper.fallAsleep(continuation, timer: schedule(after: delay) { sleeper.wake() })
                }
            },
            onCancel: { Task { await self.wake(sleeper) } },
            isolation: self)
        if Task.isCancelled { throw CancellationError() }
    }

    private func wake(_ sleeper: Sleeper) {
        if let timer = sleeper.wake() { cancel(timer) }
    }
}

/// A continuation that is resumed once, by whichever comes first.
private final class Sleeper: @unchecked Sendable {  // Unchecked: touched on its loop only.
    private var continuation: CheckedContinuation<Void, Never>?
    private var timer: TimerID?
    private var isAwake = false

    func fallAsleep(_ continuation: CheckedContinuation<Void, Never>, timer: TimerID) {
        guard !isAwake else { return continuation.resume() }
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
