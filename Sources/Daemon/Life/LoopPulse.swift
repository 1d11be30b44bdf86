package import Reactor
internal import Synchronization

/// Shows from any thread whether a loop turns.
package final class LoopPulse: Sendable {
    private let milliseconds = Atomic<Int64>(0)

    package init() {}

    /// Beats from now on; a loop that is stuck in one turn does not.
    package func start(every interval: Duration, on loop: isolated EventLoop) {
        milliseconds.store(EventLoop.monotonicNow().wholeMilliseconds, ordering: .relaxed)
        loop.schedule(after: interval) { [self] in start(every: interval, on: loop) }
    }

    /// When it last beat, on the monotonic clock.
    package var last: Duration { .milliseconds(milliseconds.load(ordering: .relaxed)) }
}
