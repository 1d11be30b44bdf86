internal import Reactor

/// Lets straight-line code wait for one descriptor, until a deadline.
///
/// Unchecked: touched on its loop only.
final class ReadinessWait: EventHandler, @unchecked Sendable {
    enum Outcome {
        case ready
        case late
        case canceled
    }

    private var watch: Watch?
    private var continuation: CheckedContinuation<Outcome, Never>?

    /// The caller keeps the descriptor open until `stop`.
    func start(_ descriptor: CInt, on loop: isolated EventLoop) throws(SystemError) {
        watch = try loop.watch(descriptor, for: [], handler: self)
    }

    func stop(on loop: isolated EventLoop) {
        if let watch { loop.unwatch(watch) }
        watch = nil
    }

    /// Whatever comes first; a canceled task waits no longer.
    func wait(
        for interest: Interest, until deadline: Duration, on loop: isolated EventLoop
    ) async throws(SystemError) -> Outcome {
        let left = deadline - EventLoop.monotonicNow()
        guard left > .zero else { return .late }
        guard let watch else { return .canceled }
        try loop.change(watch, to: interest)
        let timer = loop.schedule(after: left) { self.end(.late) }
        let outcome = await withTaskCancellationHandler(
            operation: { await suspend(on: loop) }, onCancel: { Task { await self.cancel(on: loop) } }, isolation: loop)
        loop.cancel(timer)
        // Level-triggered: what nobody waits for would spin the loop.
        try loop.change(watch, to: [])
        return outcome
    }

    func ready(_ readiness: Readiness, on loop: isolated EventLoop) { end(.ready) }

    /// Stays on the loop, for what resumes it runs there: a closure that does not name the loop would leave it.
    private func suspend(on loop: isolated EventLoop) async -> Outcome {
        await withCheckedContinuation(isolation: loop) { continuation in
            self.continuation = continuation
            if Task.isCancelled { end(.canceled) }
        }
    }

    private func cancel(on loop: isolated EventLoop) { end(.canceled) }

    private func end(_ outcome: Outcome) {
        continuation?.resume(returning: outcome)
        continuation = nil
    }
}
