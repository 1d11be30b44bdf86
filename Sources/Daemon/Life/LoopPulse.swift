package import Reactor
internal import Synchronization

/// Shows from any thread whether a loop turns.
package final class LoopPulse: Sendable {
    /// 0 when nothing is expected of it.
    private let milliseconds = Atomic<Int64>(0)

    package init() {}

    /// Beats from now on; a loop that is stuck in one turn does not.
    package func start(every interval: Duration, on loop: isolated EventLoop) {
        milliseconds.store(EventLoop.monotonicNow().wholeMilliseconds, ordering: .relaxed)
        loop.schedule(after: interval) { [self] in
            if last != nil { start(every: interval, on: loop) }
        }
    }

    /// The loop is about to end, on purpose: nobody is to wait for another beat.
    ///
    /// - Parameter loop: The one that it started on.
    package func end(on loop: isolated EventLoop) { milliseconds.store(0, ordering: .relaxed) }

    /// When it last beat, on the monotonic clock; nil before its start and behind its end.
    package var last: Duration? {
        let last = milliseconds.load(ordering: .relaxed)
        return last == 0 ? nil : .milliseconds(last)
    }

    /// Whether each of the loops that are to turn has turned within `limit`.
    package static func areBeating(_ pulses: [LoopPulse], within limit: Duration, at now: Duration) -> Bool {
        pulses.allSatisfy { pulse in pulse.last.map { now - $0 < limit } ?? true }
    }
}
