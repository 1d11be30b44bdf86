import Bytes
import Foundation
import Logging
import Reactor

@testable import Prober

/// Deliveries on a loop of their own, reached from a test's task.
final class TestDeliveries: Sendable {
    /// Touched on their loop only, which the compiler cannot see through a class that tests hold.
    private struct Parts: @unchecked Sendable {
        let deliveries: Deliveries
    }

    private let loop: EventLoop
    private let parts: Parts

    /// - Parameter make: Called on the loop.
    init(_ make: @escaping @Sendable () throws -> Deliveries) async throws {
        loop = try EventLoop.start(named: "alarms-test")
        parts = try await Self.make(make, on: loop)
    }

    deinit { loop.stop() }

    /// How long posting took the loop.
    @discardableResult
    func post(_ notice: Notice, _ points: [MetricPoint] = []) async -> Duration {
        await Self.post(notice, points, parts, on: loop)
    }

    /// How late a timer of 1 ms came, at worst, while `duration` went by: what others on the loop feel.
    func worstDelay(over duration: Duration) async -> Duration { await Self.worstDelay(over: duration, on: loop) }

    var statistics: [String: DeliveryStatistics] {
        get async {
            let all = await Self.statistics(parts, on: loop)
            return Dictionary(uniqueKeysWithValues: all.map { ($0.channel, $0) })
        }
    }

    private static func make(
        _ make: () throws -> Deliveries, on loop: isolated EventLoop
    ) throws -> Parts { Parts(deliveries: try make()) }

    private static func post(
        _ notice: Notice, _ points: [MetricPoint], _ parts: Parts, on loop: isolated EventLoop
    ) -> Duration {
        let start = EventLoop.monotonicNow()
        parts.deliveries.post(notice, on: loop)
        parts.deliveries.post(points, on: loop)
        return EventLoop.monotonicNow() - start
    }

    private static func statistics(_ parts: Parts, on loop: isolated EventLoop) -> [DeliveryStatistics] {
        parts.deliveries.statistics
    }

    private static func worstDelay(over duration: Duration, on loop: isolated EventLoop) async -> Duration {
        let end = EventLoop.monotonicNow() + duration
        var worst = Duration.zero
        while case let start = EventLoop.monotonicNow(), start < end {
            try? await loop.sleep(for: .milliseconds(1))
            worst = max(worst, EventLoop.monotonicNow() - start - .milliseconds(1))
        }
        return worst
    }
}

/// A channel that does what a test says, and writes down what it was given.
final class ScriptedChannel: DeliveryChannel {
    let name: String
    private let script: @Sendable (Int) -> DeliveryFailure?
    private let attempts = Lock<[Notice]>([])

    /// - Parameter script: What becomes of the n-th attempt, counted from 1.
    init(name: String = "scripted", _ script: @escaping @Sendable (Int) -> DeliveryFailure?) {
        self.name = name
        self.script = script
    }

    var attempted: [Notice] { attempts.withLock { $0 } }

    func deliver(
        _ notice: Notice, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(DeliveryFailure) {
        let count = attempts.withLock { attempts in
            attempts.append(notice)
            return attempts.count
        }
        if let failure = script(count) { throw failure }
    }
}

extension DeliveryPace {
    /// For tests: pauses that nobody notices, and the patience that a slow machine needs.
    static let quick: DeliveryPace = {
        var pace = DeliveryPace()
        pace.attemptDeadline = .seconds(30)
        pace.pauseBase = .milliseconds(5)
        pace.pauseMax = .milliseconds(20)
        return pace
    }()
}

@Sendable func wallClock() -> Timestamp { Timestamp(seconds: Int64(time(nil))) }

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
