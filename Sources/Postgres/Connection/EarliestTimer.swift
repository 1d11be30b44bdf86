internal import Reactor

/// One timer for many deadlines: set to the earliest, and set again when it has fired.
///
/// A timer for each query would cost more than the query's own bookkeeping, and hardly one of them ever fires.
final class EarliestTimer {
    private var armed: (due: Duration, timer: TimerID)?

    /// Makes sure that something fires at `due` or before.
    func arm(at due: Duration, on loop: isolated EventLoop, _ body: @escaping () -> Void) {
        if let armed {
            guard due < armed.due else { return }
            loop.cancel(armed.timer)
        }
        let timer = loop.schedule(after: max(.zero, due - loop.now)) { [self] in
            armed = nil
            body()
        }
        armed = (due, timer)
    }

    func disarm(on loop: isolated EventLoop) {
        if let armed { loop.cancel(armed.timer) }
        armed = nil
    }
}
