internal import Glibc
internal import Synchronization

/// One thread, one epoll set, one owner: what is isolated to a loop needs no lock.
///
/// The loop is an actor whose executor is its own thread, so straight-line `async` code and epoll's callbacks share
/// their state, and the compiler checks it. Objects of a loop are plain classes reached through `isolated EventLoop`
/// parameters.
package actor EventLoop {
    private nonisolated let executor: LoopExecutor
    private nonisolated let isStopping = Atomic<Bool>(false)
    private let epoll: Epoll
    private var watches = WatchTable()
    private var timers = TimerQueue<() -> Void>()
    private var events: [(tag: UInt64, readiness: Readiness)] = []

    /// Stands for the executor's eventfd, which no handler owns.
    private static let wakeupTag = UInt64.max

    /// Monotonic time at the start of this turn; everything done in one turn happens at one time.
    package private(set) var now = EventLoop.monotonicNow()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    package init() throws(SystemError) {
        let executor = try LoopExecutor()
        let epoll = try Epoll()
        try executor.wakeup.withNumber { number throws(SystemError) in
            try epoll.add(number, tag: Self.wakeupTag, interest: .readable)
        }
        self.executor = executor
        self.epoll = epoll
    }

    /// Makes a loop that runs on a thread of its own until it is stopped.
    package static func start(named name: String) throws(SystemError) -> EventLoop {
        let loop = try EventLoop()
        try Thread.start(named: name) { loop.run() }
        return loop
    }

    /// Runs on the calling thread until `stop()`.
    package nonisolated func run() {
        executor.adoptCurrentThread()
        while !isStopping.load(ordering: .acquiring) {
            executor.runPendingJobs()
            assumeIsolated { $0.turn() }
        }
        executor.runPendingJobs()
    }

    /// Safe from any thread; the turn at hand is finished first.
    package nonisolated func stop() {
        isStopping.store(true, ordering: .releasing)
        executor.wake()
    }

    /// Monotonic time, from any thread.
    package static func monotonicNow() -> Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Duration(secondsComponent: Int64(time.tv_sec), attosecondsComponent: Int64(time.tv_nsec) * 1_000_000_000)
    }

    /// The wall clock, in milliseconds since 1970: for what is written down, never for waiting.
    package static func wallMilliseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    private func turn() {
        epoll.wait(timeoutMilliseconds: executor.hasOwnJobs ? 0 : millisecondsToNextTimer(), into: &events)
        now = Self.monotonicNow()
        let events = self.events  // A handler may re-enter the loop, which must not find its array in use.
        for (tag, readiness) in events {
            if tag == Self.wakeupTag {
                executor.acknowledgeWakeup()
            } else {
                watches.handler(for: tag)?.ready(readiness, on: self)
            }
        }
        while let body = timers.popDue(at: now) { body() }
    }

    /// Rounded up: waking a moment early would only spin.
    private func millisecondsToNextTimer() -> CInt {
        guard let due = timers.nextDue() else { return -1 }
        let wait = due - Self.monotonicNow()
        guard wait > .zero else { return 0 }
        return CInt(clamping: wait.wholeMilliseconds + 1)
    }
}

extension EventLoop {
    /// Calls `handler` on this loop whenever `descriptor` is ready; the caller keeps the descriptor open until
    /// `unwatch`.
    package func watch(
        _ descriptor: CInt, for interest: Interest, handler: any EventHandler
    ) throws(SystemError) -> Watch {
        let watch = watches.add(descriptor, handler)
        do throws(SystemError) {
            try epoll.add(descriptor, tag: watch.tag, interest: interest)
        } catch {
            _ = watches.remove(watch)
            throw error
        }
        return watch
    }

    package func change(_ watch: Watch, to interest: Interest) throws(SystemError) {
        guard watches.contains(watch) else { return }
        try epoll.modify(watch.descriptor, tag: watch.tag, interest: interest)
    }

    /// Must come before the descriptor is closed, so that its number cannot mean another by then.
    package func unwatch(_ watch: Watch) {
        if watches.remove(watch) { epoll.remove(watch.descriptor) }
    }

    /// Calls `body` on this loop once, not before `delay` has passed.
    @discardableResult
    package func schedule(after delay: Duration, _ body: @escaping () -> Void) -> TimerID {
        timers.add(due: Self.monotonicNow() + delay, body)
    }

    package func cancel(_ timer: TimerID) { timers.cancel(timer) }

    /// How many descriptors and timers the loop holds, for metrics and for tests that look for leaks.
    package var load: (watches: Int, timers: Int) { (watches.count, timers.count) }
}

extension Duration {
    /// Rounded down; far more than any wait, so that it never overflows.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedReportingOverflow(by: 1000).partialValue + attoseconds / 1_000_000_000_000_000
    }
}
