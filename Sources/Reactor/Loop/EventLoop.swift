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
    private nonisolated let deliveries = Deliveries()
    let epoll: Epoll
    // Unchecked: these four are values that call nobody, so no access to one can begin within another; to have that
    // checked at run time cost more than the rest of a turn.
    @exclusivity(unchecked) var watches = WatchTable()
    @exclusivity(unchecked) var timers = TimerQueue<() -> Void>()
    @exclusivity(unchecked) var deadlines = DeadlineWheel()
    /// Who wants to hear of this turn's end.
    @exclusivity(unchecked) var turnEnds: [any TurnEndHandler] = []
    private var endingTurn: [any TurnEndHandler] = []
    /// When the wheel stood at tick 0.
    private let firstTick = LoopClock.nanoseconds()
    private var turnStart = LoopClock.nanoseconds()
    /// When a wait last brought everything that was ready.
    private var caughtUp = LoopClock.nanoseconds()

    /// Stands for the executor's eventfd, which no handler owns.
    private static let wakeupTag = UInt64.max

    /// Monotonic time at the start of this turn; everything done in one turn happens at one time.
    package var now: Duration { .nanoseconds(turnStart) }

    /// The same, in nanoseconds.
    package var nowNanoseconds: Int64 { turnStart }

    /// How long what is handled in this turn has waited for the loop at most, in nanoseconds: the time since everything
    /// that was ready had been taken, without what was slept.
    package var lagNanoseconds: Int64 { lag }
    private var lag: Int64 = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// For tasks that call what may block, on a loop that has no connections.
    package nonisolated var thread: any TaskExecutor { executor }

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
        assumeIsolated { loop in
            while !loop.isStopping.load(ordering: .acquiring) {
                loop.executor.runPendingJobs()
                loop.turn()
            }
            loop.executor.runPendingJobs()
        }
        executor.leaveCurrentThread()
    }

    /// Takes up what Swift would run on threads of its own, for the whole process: see `StrayJobs`.
    package nonisolated func adoptStrayJobs() { StrayJobs.adopt(by: executor) }

    /// Safe from any thread; the turn at hand is finished first.
    package nonisolated func stop() {
        isStopping.store(true, ordering: .releasing)
        executor.wake()
    }

    /// Safe from any thread: `delivery` arrives on the loop, and is dropped when that has ended.
    nonisolated func deliver(_ delivery: any Delivery) {
        if deliveries.add(delivery) { executor.wake() }
    }

    /// Monotonic time, from any thread.
    package static func monotonicNow() -> Duration { .nanoseconds(LoopClock.nanoseconds()) }

    /// The wall clock, in milliseconds since 1970: for what is written down, never for waiting.
    package static func wallMilliseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The first tick of the wheel that is `delay` or more after this turn's start.
    func tick(after delay: CoarseDelay) -> UInt64 {
        let (due, overflow) = UInt64(turnStart - firstTick).addingReportingOverflow(delay.nanoseconds)
        return overflow ? .max : due / CoarseDelay.tickNanoseconds + 1
    }

    private func turn() {
        let waitStart = LoopClock.nanoseconds()
        let count = epoll.wait(timeoutMilliseconds: millisecondsToWait(at: waitStart))
        turnStart = LoopClock.nanoseconds()
        lag = waitStart - caughtUp
        if count < Epoll.batchCount { caughtUp = turnStart }  // More is waiting, perhaps, behind a full batch.
        for index in 0..<count {
            let (tag, readiness) = epoll.event(index)
            if tag == Self.wakeupTag {
                executor.acknowledgeWakeup()
            } else {
                unsafe watches.handler(for: tag)?.ready(readiness, on: self)
            }
        }
        for delivery in deliveries.take() { delivery.arrive(on: self) }
        let tick = UInt64(turnStart - firstTick) / CoarseDelay.tickNanoseconds
        while let slot = unsafe deadlines.popDue(at: tick) {
            unsafe watches.handler(in: slot)?.deadlinePassed(on: self)
        }
        while let body = unsafe timers.popDue(at: turnStart) { body() }
        endTurn()
    }

    private func endTurn() {
        guard unsafe !turnEnds.isEmpty else { return }
        unsafe swap(&turnEnds, &endingTurn)
        for handler in endingTurn { handler.turnEnded(on: self) }
        endingTurn.removeAll(keepingCapacity: true)
    }

    /// Rounded up: waking a moment early would only spin.
    private func millisecondsToWait(at now: Int64) -> CInt {
        guard !executor.hasOwnJobs, unsafe turnEnds.isEmpty else { return 0 }
        var due = unsafe timers.nextDue() ?? .max
        if let tick = unsafe deadlines.nextTick() {
            due = min(due, firstTick + Int64(clamping: tick * CoarseDelay.tickNanoseconds))
        }
        guard due < .max else { return -1 }
        let wait = due - now
        return wait > 0 ? CInt(clamping: wait / 1_000_000 + 1) : 0
    }
}
