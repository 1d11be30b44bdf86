package import Logging
package import Reactor

/// Tells people and stores results, each channel at its own pace; whoever posts never waits for any of them.
///
/// Belongs to one loop. A channel that hangs delays only what waits for the same channel.
package final class Deliveries {
    private let notices: [DeliveryLine<Notice>]
    private let metrics: [DeliveryLine<[MetricPoint]>]

    package init(
        channels: [any DeliveryChannel<Notice>], metrics: [any DeliveryChannel<[MetricPoint]>],
        pace: DeliveryPace = DeliveryPace(), logger: Logger
    ) {
        notices = channels.map { channel in
            DeliveryLine(
                channel, countMax: AlarmLimits.noticesWaiting, attemptsMax: AlarmLimits.noticeAttempts, pace: pace,
                logger: logger, label: { "\($0.kind.rawValue) \($0.id)" })
        }
        self.metrics = metrics.map { channel in
            DeliveryLine(
                channel, countMax: AlarmLimits.batchesWaiting, attemptsMax: AlarmLimits.batchAttempts, pace: pace,
                logger: logger, label: { "\($0.count) points" })
        }
    }

    /// Tells everybody, soon.
    package func post(_ notice: Notice, on loop: isolated EventLoop) {
        for line in notices { line.post(notice, on: loop) }
    }

    /// Stores a batch, soon.
    package func post(_ points: [MetricPoint], on loop: isolated EventLoop) {
        guard !points.isEmpty else { return }
        for line in metrics { line.post(points, on: loop) }
    }

    /// Lets notices that are on their way arrive, for at most `limit`; then nothing more is tried.
    package func stop(within limit: Duration, on loop: isolated EventLoop) async {
        let end = EventLoop.monotonicNow() + limit
        while notices.contains(where: { $0.waiting > 0 }), EventLoop.monotonicNow() < end {
            do { try await loop.sleep(for: .milliseconds(20)) } catch { break }
        }
        for line in notices { line.stop() }
        for line in metrics { line.stop() }
    }

    /// For the metrics page and for tests.
    package var statistics: [DeliveryStatistics] {
        notices.map(\.statistics) + metrics.map(\.statistics)
    }
}

/// How one channel fares.
package struct DeliveryStatistics: Equatable, Sendable {
    package let channel: String
    package let waiting: Int
    package let counts: DeliveryCounts
}
