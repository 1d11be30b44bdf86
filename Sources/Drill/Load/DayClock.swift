internal import FoundationEssentials
internal import Reactor

/// The day's own time: what is recorded counts from its start.
struct DayClock: Sendable {
    let start: Duration
    /// Milliseconds since 1970 at the start, for what other processes noted.
    let startMillisecondsSince1970: Double

    init() {
        start = EventLoop.monotonicNow()
        startMillisecondsSince1970 = Date.now.timeIntervalSince1970 * 1_000
    }

    var now: Duration { EventLoop.monotonicNow() - start }

    func time(millisecondsSince1970: Double) -> Duration {
        .milliseconds(Int64(clamping: Int((millisecondsSince1970 - startMillisecondsSince1970).rounded())))
    }
}
