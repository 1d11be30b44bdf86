package import Bytes
internal import Cryptography
package import HTTPClient
internal import HTTPWire
package import Reactor

/// Posts notices as JSON to an address of the operator's, signed so that nobody else can.
///
/// The signature is an HMAC-SHA-256 over the time in the header, a dot, and the body as it is sent; the time lets a
/// receiver refuse what somebody recorded and plays again. docs/alarms.md shows how to verify it.
package final class WebhookChannel: DeliveryChannel {
    package let name = "webhook"
    private let address: HTTPAddress
    private let secret: Secret
    private let vantage: String
    private let requester: HTTPRequester
    private let wallClock: () -> Timestamp

    package init(
        address: HTTPAddress, secret: Secret, vantage: String, requester: HTTPRequester,
        wallClock: @escaping () -> Timestamp
    ) {
        self.address = address
        self.secret = secret
        self.vantage = vantage
        self.requester = requester
        self.wallClock = wallClock
    }

    package func deliver(
        _ notice: Notice, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(DeliveryFailure) {
        let body = notice.json(vantage: vantage)
        let request = ClientRequest(
            method: .post,
            fields: [
                Field("content-type", "application/json"), Field("user-agent", "evergrant"),
                Field("evergrant-notice-id", notice.id), Field("evergrant-signature", try signature(over: body)),
            ], body: body)
        let deadlines = ClientDeadlines(connect: deadline, status: deadline, total: deadline)
        let status: Int
        do throws(HTTPClientFailure) {
            status = try await requester.send(request, to: address, deadlines: deadlines, on: loop).status
        } catch {
            throw DeliveryFailure("\(error)", isWorthRetrying: error.cause != .unusable)
        }
        guard !(200..<300).contains(status) else { return }
        // What a receiver refuses for good it says with 4xx; the rest, and redirects after a mistake, may pass.
        let isFinal = (400..<500).contains(status) && status != 408 && status != 425 && status != 429
        throw DeliveryFailure("the receiver answered \(status)", isWorthRetrying: !isFinal)
    }

    private func signature(over body: [UInt8]) throws(DeliveryFailure) -> String {
        let time = wallClock().seconds
        do throws(CryptographyFailure) {
            let code = try HMACSHA256(key: secret).code(for: Array("\(time).".utf8) + body)
            return "t=\(time),v1=\(Hex.encode(code))"
        } catch {
            throw DeliveryFailure("\(error)", isWorthRetrying: true)
        }
    }
}
