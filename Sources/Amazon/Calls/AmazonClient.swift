package import Bytes
package import Cryptography
internal import HTTPClient
internal import HTTPWire
package import Reactor

/// Signs calls and sends them: one attempt each, within one deadline, with a bounded answer.
///
/// Belongs to one loop. Retrying is up to whoever knows what a second attempt would do.
package final class AmazonClient {
    private let requester: HTTPRequester
    private let credentials: CredentialProvider
    private let environment: [String: String]
    private let wallClock: () -> Timestamp

    /// - Parameters:
    ///   - environment: Where AWS's SDKs look for credentials, addresses and `AWS_CA_BUNDLE`.
    ///   - wallClock: What time it is; services refuse a signature that is minutes off.
    package init(
        environment: [String: String], resolver: NameResolver, wallClock: @escaping () -> Timestamp
    ) throws(TLSFailure) {
        let bundle = environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
        let trust = try TLSClientContext(trustAnchorsFile: bundle, protocols: [.http1])
        requester = HTTPRequester(
            trust: trust, resolver: resolver, limits: ClientLimits(bodyBytesMax: AmazonLimits.answerBytes))
        credentials = CredentialProvider(environment: environment, requester: requester, wallClock: wallClock)
        self.environment = environment
        self.wallClock = wallClock
    }

    package func endpoint(of service: AmazonService, region: String, override: String?) -> AmazonService.Endpoint {
        service.endpoint(region: region, override: override, environment: environment)
    }

    /// The body of a good answer.
    package func send(
        _ request: AmazonRequest, to endpoint: AmazonService.Endpoint, within deadline: Duration,
        on loop: isolated EventLoop
    ) async throws(AmazonFailure) -> [UInt8] {
        let end = EventLoop.monotonicNow() + deadline
        let address: HTTPAddress
        do { address = try HTTPAddress(parsing: endpoint.url) } catch {
            throw .invalid("the endpoint \(bounded(endpoint.url)): \(error.rawValue)")
        }
        let signed = try await sign(request, for: address, endpoint.scope, within: deadline, on: loop)
        let response = try await receive(signed, from: address, before: end, on: loop)
        guard (200..<300).contains(response.status) else {
            let failure = ServiceError.failure(status: response.status, body: response.body)
            if failure.isAboutCredentials { credentials.renewAtNextUse() }
            throw failure
        }
        return response.body
    }

    private func sign(
        _ request: AmazonRequest, for address: HTTPAddress, _ scope: SigningScope, within deadline: Duration,
        on loop: isolated EventLoop
    ) async throws(AmazonFailure) -> ClientRequest {
        let current: Credentials
        do { current = try await credentials.current(within: deadline, on: loop) } catch { throw .credentials(error) }
        let path = address.path.hasSuffix("/") ? address.path.dropLast() + request.path : address.path + request.path
        let signer = RequestSigner(credentials: current, scope: scope, at: wallClock())
        let signature: [Field]
        do {
            signature = try signer.signatureFields(
                method: request.method, path: path, query: request.query,
                fields: [Field("host", address.authority)] + request.fields, body: request.body)
        } catch { throw .invalid("the request cannot be signed: \(error)") }
        let query = CanonicalRequest.query(request.query)
        return ClientRequest(
            method: request.method, path: query.isEmpty ? path : "\(path)?\(query)",
            fields: request.fields + signature, body: request.body)
    }

    private func receive(
        _ request: ClientRequest, from address: HTTPAddress, before end: Duration, on loop: isolated EventLoop
    ) async throws(AmazonFailure) -> ClientResponse {
        let rest = end - EventLoop.monotonicNow()
        guard rest > .zero else { throw .unreachable("the deadline passed while credentials were fetched") }
        let deadlines = ClientDeadlines(connect: rest, status: rest, total: rest)
        do {
            return try await requester.send(request, to: address, deadlines: deadlines, on: loop)
        } catch {
            throw .unreachable(bounded("\(error)"))
        }
    }
}
