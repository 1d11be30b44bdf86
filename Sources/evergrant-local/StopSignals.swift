import Dispatch
import Foundation

/// The signals by which people and systems ask a command to stop.
final class StopSignals: Sendable {
    private let arrivals = AsyncStream<Int32>.makeStream()
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)  // Or the default action would end us before the source hears of it.
            return DispatchSource.makeSignalSource(signal: number)
        }
        for (source, number) in zip(sources, [SIGINT, SIGTERM, SIGHUP]) {
            source.setEventHandler { [arrivals] in arrivals.continuation.yield(number) }
            source.activate()
        }
    }

    /// Runs `body`; a signal cancels it, and then there is no result.
    @discardableResult
    func untilStopped<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask { [arrivals] in
                for await _ in arrivals.stream { return nil }
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
