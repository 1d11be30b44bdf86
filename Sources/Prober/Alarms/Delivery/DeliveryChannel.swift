package import Reactor

/// One way out: to people for notices, to a store for batches of metrics.
package protocol DeliveryChannel<Item>: AnyObject {
    associatedtype Item: Equatable & Sendable

    /// `sns`, `webhook`, `mail`, `cloudwatch`: in logs and in metrics.
    var name: String { get }

    /// Tries once, and comes back within `deadline` whatever happens.
    func deliver(
        _ item: Item, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(DeliveryFailure)
}
