extension EventLoop {
    /// Calls `handler` on this loop whenever `descriptor` is ready; the caller keeps the descriptor open until
    /// `unwatch`.
    package func watch(
        _ descriptor: CInt, for interest: Interest, handler: any EventHandler
    ) throws(SystemError) -> Watch {
        let watch = unsafe watches.add(descriptor, handler)
        do throws(SystemError) {
            try epoll.add(descriptor, tag: watch.tag, interest: interest)
        } catch {
            _ = unsafe watches.remove(watch)
            throw error
        }
        return watch
    }

    package func change(_ watch: Watch, to interest: Interest) throws(SystemError) {
        guard unsafe watches.contains(watch) else { return }
        try epoll.modify(watch.descriptor, tag: watch.tag, interest: interest)
    }

    /// Must come before the descriptor is closed, so that its number cannot mean another; its deadline goes too.
    package func unwatch(_ watch: Watch) {
        guard unsafe watches.remove(watch) else { return }
        unsafe deadlines.clear(watch.slot)
        epoll.remove(watch.descriptor)
    }
}

extension EventLoop {
    /// Calls `deadlinePassed` of the watch's handler once, instead of at the deadline that was set before.
    ///
    /// - Parameter delay: From the start of this turn. The call comes never before, and at most 100 ms and a turn
    ///   later.
    package func setDeadline(of watch: Watch, after delay: CoarseDelay) {
        guard unsafe watches.contains(watch) else { return }
        unsafe deadlines.set(watch.slot, due: tick(after: delay))
    }

    package func clearDeadline(of watch: Watch) {
        if unsafe watches.contains(watch) { unsafe deadlines.clear(watch.slot) }
    }

    /// Calls `turnEnded` when all events and timers of this turn have been handled, and never before this returns.
    ///
    /// Who asks twice is told twice. Asked from a job, the turn is the one that follows.
    package func atTurnEnd(_ handler: any TurnEndHandler) { unsafe turnEnds.append(handler) }

    /// Calls `body` on this loop once, not before `delay` has passed.
    @discardableResult
    package func schedule(after delay: Duration, _ body: @escaping () -> Void) -> TimerID {
        let (due, overflow) = LoopClock.nanoseconds().addingReportingOverflow(delay.wholeNanoseconds)
        return unsafe timers.add(due: overflow ? .max : due, body)
    }

    package func cancel(_ timer: TimerID) { unsafe timers.cancel(timer) }

    /// How many descriptors and timers the loop holds, for metrics and for tests that look for leaks.
    package var load: (watches: Int, timers: Int) { unsafe (watches.count, timers.count + deadlines.count) }
}
