internal import Logging
internal import Reactor

/// Carries out what one channel's queue says: attempts, pauses, and the count of what was lost.
final class DeliveryLine<Item: Equatable & Sendable> {
    private let channel: any DeliveryChannel<Item>
    private let logger: Logger
    private let pace: DeliveryPace
    private let label: (Item) -> String
    private var queue: DeliveryQueue<Item>
    private var random = SystemRandomNumberGenerator()
    private var counts = DeliveryCounts()
    private var isStopped = false

    /// - Parameter label: What the log calls an item.
    init(
        _ channel: any DeliveryChannel<Item>, countMax: Int, attemptsMax: Int, pace: DeliveryPace, logger: Logger,
        label: @escaping (Item) -> String
    ) {
        self.channel = channel
        self.logger = logger
        self.pace = pace
        self.label = label
        queue = DeliveryQueue(countMax: countMax, attemptsMax: attemptsMax)
    }

    var waiting: Int { queue.count }

    var statistics: DeliveryStatistics {
        DeliveryStatistics(channel: channel.name, waiting: waiting, counts: counts)
    }

    /// Only takes it in: whatever delivering costs is paid later.
    func post(_ item: Item, on loop: isolated EventLoop) {
        guard !isStopped else { return }
        perform(.posted(item), on: loop)
    }

    /// No further attempts; what waits is counted as lost.
    func stop() { isStopped = true }

    private func perform(_ event: DeliveryQueue<Item>.Event, on loop: isolated EventLoop) {
        for effect in queue.handle(event) {
            switch effect {
            case .attempt(let item): Task { await run(item, on: loop) }
            case .pause(let attempts): pause(after: attempts, on: loop)
            case .dropped(let item, let reason): drop(item, reason)
            }
        }
    }

    private func run(_ item: Item, on loop: isolated EventLoop) async {
        do throws(DeliveryFailure) {
            try await channel.deliver(item, within: pace.attemptDeadline, on: loop)
            counts.delivered += 1
            perform(.delivered, on: loop)
        } catch {
            counts.failedAttempts += 1
            logger.warning(
                "a delivery failed",
                metadata: ["channel": "\(channel.name)", "item": "\(label(item))", "error": "\(error.reason)"])
            perform(.failed(isWorthRetrying: error.isWorthRetrying), on: loop)
        }
    }

    private func pause(after attempts: Int, on loop: isolated EventLoop) {
        let delay = retryDelay(attempts: attempts, base: pace.pauseBase, cap: pace.pauseMax, using: &random)
        loop.schedule(after: delay) { [weak self] in
            guard let self, !self.isStopped else { return }
            self.perform(.pauseEnded, on: loop)
        }
    }

    private func drop(_ item: Item, _ reason: DeliveryQueue<Item>.DropReason) {
        counts.dropped[reason.rawValue, default: 0] += 1
        logger.error(
            "a delivery was given up",
            metadata: ["channel": "\(channel.name)", "item": "\(label(item))", "reason": "\(reason.rawValue)"])
    }
}

/// What became of everything that was posted to one channel.
package struct DeliveryCounts: Equatable, Sendable {
    package var delivered = 0
    package var failedAttempts = 0
    /// By reason: `full`, `refused`, `exhausted`.
    package var dropped: [String: Int] = [:]
}

/// How long attempts and the pauses between them may take.
package struct DeliveryPace: Equatable, Sendable {
    package var attemptDeadline = AlarmLimits.attemptDeadline
    package var pauseBase = AlarmLimits.pauseBase
    package var pauseMax = AlarmLimits.pauseMax

    package init() {}
}
