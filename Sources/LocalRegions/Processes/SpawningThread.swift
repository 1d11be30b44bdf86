internal import Foundation

/// The one thread that starts our children.
///
/// The kernel's "your parent died" signal is tied to the *thread* that forked (prctl(2), PR_SET_PDEATHSIG), and threads
/// of a pool come and go: children started from one would be killed in passing. This one lives as long as the process.
final class SpawningThread: Sendable {
    static let shared = SpawningThread()

    private let jobs = Guarded<[@Sendable () -> Void]>([])
    private let wakeup = DispatchSemaphore(value: 0)

    private init() {
        signal(SIGPIPE, SIG_IGN)  // A child that ends before it read all its input is no reason for us to end.
        let thread = Thread { [jobs, wakeup] in
            while true {
                wakeup.wait()
                let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                job?()
            }
        }
        thread.name = "spawning"
        thread.start()
    }

    /// Runs `body` on the thread and returns what came of it.
    ///
    /// The outcome comes back through a lock and not through the continuation: when a continuation is resumed before
    /// its task has come to rest, the runtime tells ThreadSanitizer nothing, which then reports a race that is none.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        let outcome = Guarded<Result<Value, any Error>>(.failure(CancellationError()))
        await withCheckedContinuation { continuation in
            jobs.withLock { jobs in
                jobs.append {
                    let result = Result(catching: body)
                    outcome.withLock { $0 = result }
                    continuation.resume()
                }
            }
            wakeup.signal()
        }
        return try outcome.withLock { $0 }.get()
    }
}
