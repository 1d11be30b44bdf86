package import Reactor

/// Runs a command's asynchronous work on a loop of the calling thread, and comes back with its result.
package func onOwnLoop<R: Sendable>(
    _ body: @escaping @Sendable (isolated EventLoop) async throws -> R
) throws -> R {
    let loop = try EventLoop()
    loop.adoptStrayJobs()
    let outcome = Outcome<R>()
    Task {
        do { outcome.set(.success(try await body(loop))) } catch { outcome.set(.failure(error)) }
        loop.stop()
    }
    loop.run()
    guard let result = outcome.take() else { throw CommandFailure.unavailable("the command was interrupted") }
    return try result.get()
}

/// Carries a result from the loop's task to the thread that waits for it.
private final class Outcome<R: Sendable>: Sendable {
    private let result = Lock<Result<R, any Error>?>(nil)

    func set(_ value: Result<R, any Error>) { result.withLock { $0 = value } }
    func take() -> Result<R, any Error>? { result.withLock { $0 } }
}
