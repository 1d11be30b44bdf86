internal import Reactor

/// When this vantage probes: at fixed distances from one moment, whatever the probes themselves take.
///
/// Route 53 counts its interval from the end of one probe to the start of the next, so a region that answers slowly is
/// asked more rarely. A grid holds its pace.
struct ProbeGrid: Equatable, Sendable {
    let cycle: Duration
    /// The next point.
    private(set) var next: Duration

    /// - Parameters:
    ///   - cycle: At least a millisecond.
    ///   - rank: Which of the vantages this one is, from 0.
    ///   - now: Monotonic; the first point lies at most a cycle later.
    ///   - wall: Time since 1970. Only where the grid begins comes from it, so vantages whose clocks agree are spread
    ///     evenly over the cycle, and others at random.
    ///   - jitter: From 0 to 1: half the distance to the next vantage at most, so that restarts do not fall into step.
    init(cycle: Duration, rank: Int, of count: Int, now: Duration, wall: Duration, jitter: Double) {
        self.cycle = cycle
        let share = cycle / max(1, count)
        let phase = share * rank + share * (min(max(jitter, 0), 1) / 2)
        next = now + cycle - .milliseconds((wall - phase).wholeMilliseconds % cycle.wholeMilliseconds)
    }

    /// Takes the point that is due and moves to the first one after `now`: points missed while the process could not
    /// run are not made up for.
    mutating func advance(past now: Duration) {
        guard next <= now else { return }
        next += cycle * ((now - next).wholeMilliseconds / cycle.wholeMilliseconds + 1)
    }
}
