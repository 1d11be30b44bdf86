internal import Reactor

/// Begins a piece of work at fixed times, whatever became of the ones before it.
///
/// A client that waits for its last answer before it asks again would hide an outage: it asks least when it is worst
/// (specs of load generators call it coordinated omission).
final class Metronome {
    private let clock: DayClock
    private let interval: Duration
    private let work: (Duration) -> Void
    private var nextDue: Duration
    private var timer: TimerID?
    private(set) var isStopped = false

    init(_ clock: DayClock, every interval: Duration, work: @escaping (_ due: Duration) -> Void) {
        self.clock = clock
        self.interval = interval
        self.work = work
        nextDue = clock.now
    }

    func start(on loop: isolated EventLoop) {
        while !isStopped, nextDue <= clock.now {
            work(nextDue)
            nextDue += interval
        }
        guard !isStopped else { return }
        timer = loop.schedule(after: nextDue - clock.now) { self.start(on: loop) }
    }

    func stop(on loop: isolated EventLoop) {
        isStopped = true
        if let timer { loop.cancel(timer) }
    }
}
