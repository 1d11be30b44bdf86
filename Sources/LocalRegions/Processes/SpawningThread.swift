internal import Foundation

/// The one thread that starts our children.
///
/// The kernel's "your parent died" signal is tied to the *thread* that forked (prctl(2), PR_SET_PDEATHSIG), and threads of
/// a pool come and go: children started from one would be killed in passing. This thread lives as long as the process.
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

    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            jobs.withLock { $0.append { continuation.resume(with: Result(catching: body)) } }
            wakeup.signal()
        }
    }
}
