internal import CLinux
internal import Glibc
internal import Synchronization

/// Runs Swift jobs on the thread that runs the loop: those of the actor, and those of tasks that prefer this thread.
///
/// Jobs from other threads go through one locked inbox and an eventfd; jobs from the loop's own thread touch neither.
///
/// Unchecked: `own` and `running` are touched by the loop's thread only.
@safe final class LoopExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    let wakeup: FileDescriptor
    private let inbox = Lock<[UnownedJob]>([])
    /// Whether the inbox holds anything, so that a turn without jobs takes no lock.
    private let hasMail = Atomic<Bool>(false)
    // Unchecked, both: a job is never run within an access to `own`, and `running` is nobody else's.
    @exclusivity(unchecked) private var own: [UnownedJob] = []
    /// What is being run; kept for its storage.
    @exclusivity(unchecked) private var running: [UnownedJob] = []
    private let thread = Atomic<UInt>(0)

    init() throws(SystemError) {
        let number = eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw SystemError(call: "eventfd", errno: errno) }
        wakeup = FileDescriptor(owning: number)
    }

    /// From now on the calling thread is the loop's.
    func adoptCurrentThread() {
        thread.store(UInt(pthread_self()), ordering: .releasing)
        StrayJobs.note(self)
    }

    /// The loop has ended.
    func leaveCurrentThread() { StrayJobs.note(nil) }

    var isOnLoopThread: Bool { thread.load(ordering: .acquiring) == UInt(pthread_self()) }

    func enqueue(_ job: consuming ExecutorJob) { enqueue(UnownedJob(job)) }

    func enqueue(_ job: UnownedJob) {
        if isOnLoopThread {
            unsafe own.append(job)
        } else {
            // The first job since the last turn wakes the loop, the rest ride along.
            let wasEmpty = inbox.withLock { queue in
                defer {
                    queue.append(job)
                    hasMail.store(true, ordering: .releasing)
                }
                return queue.isEmpty
            }
            if wasEmpty { wake() }
        }
    }

    func wake() { wakeup.withNumber { _ = eventfd_write($0, 1) } }

    func acknowledgeWakeup() {
        var count: eventfd_t = 0
        wakeup.withNumber { unsafe _ = eventfd_read($0, &count) }
    }

    var hasOwnJobs: Bool { unsafe !own.isEmpty }

    /// Runs what was queued before this call; jobs queued meanwhile wait for the next turn, after the sockets.
    func runPendingJobs() {
        if hasMail.load(ordering: .acquiring) {
            inbox.withLock { queue in
                unsafe swap(&queue, &running)
                hasMail.store(false, ordering: .relaxed)
            }
            unsafe running.append(contentsOf: own)
            unsafe own.removeAll(keepingCapacity: true)
        } else {
            guard unsafe !own.isEmpty else { return }
            unsafe swap(&own, &running)
        }
        for job in unsafe running {
            unsafe job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
        unsafe running.removeAll(keepingCapacity: true)
    }

    func isSameExclusiveExecutionContext(other: LoopExecutor) -> Bool { self === other }

    /// Tells the runtime that code called by epoll, outside any job, is isolated all the same.
    func checkIsolated() {
        precondition(isOnLoopThread, "a loop's state may only be touched on the loop's own thread")
    }
}
