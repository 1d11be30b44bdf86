internal import CLinux
internal import Glibc
internal import Synchronization

/// Jobs for which no executor of ours is named; a task that has waited goes on as one before it is back on its loop.
///
/// Swift gives them to a pool of libdispatch's, where each wakes a thread to wake another, and which ends the process
/// when there is no descriptor left to look after its threads with. Adopted, they run on the loop whose thread brought
/// them; what comes from a thread that is no loop's runs on the one that adopted them.
enum StrayJobs {
    private static let adopter = Lock<LoopExecutor?>(nil)
    private static let ownLoop: pthread_key_t = {
        var key = pthread_key_t()
        unsafe pthread_key_create(&key, nil)
        return key
    }()

    static func adopt(by executor: LoopExecutor) {
        adopter.withLock { $0 = executor }
        CLinux_adoptStrayJobs()
    }

    /// The calling thread runs this loop from now on, or none.
    static func note(_ executor: LoopExecutor?) {
        unsafe pthread_setspecific(ownLoop, executor.map { unsafe Unmanaged.passUnretained($0).toOpaque() })
    }

    fileprivate static func take(_ job: UnownedJob) {
        if let own = unsafe pthread_getspecific(ownLoop) {
            unsafe Unmanaged<LoopExecutor>.fromOpaque(own).takeUnretainedValue().enqueue(job)
        } else {
            adopter.withLock { $0 }?.enqueue(job)
        }
    }
}

/// Called by Swift's runtime, through `CLinux_adoptStrayJobs`.
@c(CLinux_takeStrayJob)
func takeStrayJob(_ job: UnsafeMutableRawPointer) { StrayJobs.take(unsafe unsafeBitCast(job, to: UnownedJob.self)) }
