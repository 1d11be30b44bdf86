internal import Dispatch
internal import Foundation

/// The signals by which people and systems ask a command to stop.
package final class StopSignals: @unchecked Sendable {  // Unchecked: `sources` is only kept, so that they stay alive.
    private struct State {
        var hasArrived = false
        var waiting: [AsyncStream<Void>.Continuation] = []
    }

    private static let numbers = [SIGINT, SIGTERM, SIGHUP]

    private let state = Guarded(State())
    private let sources: [any DispatchSourceSignal]

    package init() {
        sources = Self.numbers.map { number in
            signal(number, SIG_IGN)  // Or the default action would end us before the source hears of it.
            return DispatchSource.makeSignalSource(signal: number)
        }
        for source in sources {
            source.setEventHandler { [state] in Self.arrive(in: state) }
            source.activate()
        }
    }

    /// Runs `body`; a signal, also one from before, cancels it, and then there is no result.
    @discardableResult
    package func untilStopped<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        let arrival = nextArrival()
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in arrival { break }
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func nextArrival() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let hasArrived = state.withLock { state in
            state.waiting.append(continuation)
            return state.hasArrived
        }
        if hasArrived { continuation.yield() }
        return stream
    }

    private static func arrive(in state: Guarded<State>) {
        let waiting = state.withLock { state in
            state.hasArrived = true
            return state.waiting
        }
        for continuation in waiting { continuation.yield() }
    }
}
