package import Amazon
package import Reactor

/// Publishes notices to an SNS topic.
package final class TopicChannel: DeliveryChannel {
    package let name = "sns"
    private let topic: Topic
    private let vantage: String

    package init(topic: Topic, vantage: String) {
        self.topic = topic
        self.vantage = vantage
    }

    package func deliver(
        _ notice: Notice, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(DeliveryFailure) {
        let message = TopicMessage(
            id: notice.id, subject: notice.title, text: notice.text,
            attributes: [
                ("kind", notice.kind.rawValue), ("severity", notice.severity.rawValue), ("vantage", vantage),
            ])
        do throws(AmazonFailure) {
            try await topic.publish(message, within: deadline, on: loop)
        } catch {
            throw DeliveryFailure("\(error)", isWorthRetrying: error.isWorthRetrying)
        }
    }
}
