package import Mail
package import Reactor

/// Sends notices to a few people through a relay.
package final class MailChannel: DeliveryChannel {
    package let name = "mail"
    private let mailer: Mailer
    private let from: MailAddress
    private let to: [MailAddress]

    package init(mailer: Mailer, from: MailAddress, to: [MailAddress]) {
        self.mailer = mailer
        self.from = from
        self.to = to
    }

    package func deliver(
        _ notice: Notice, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(DeliveryFailure) {
        let message = MailMessage(
            from: from, to: to, subject: "[\(notice.severity.rawValue)] \(notice.title)", text: notice.text,
            id: notice.id, at: notice.at)
        do throws(MailFailure) {
            try await mailer.send(message, within: deadline, on: loop)
        } catch {
            throw DeliveryFailure("\(error)", isWorthRetrying: error.isWorthRetrying)
        }
    }
}
