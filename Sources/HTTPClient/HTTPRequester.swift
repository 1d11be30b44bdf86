package import Cryptography
internal import HTTPWire
package import Reactor

/// Asks over HTTP, each time over a connection of its own: what a probe wants is the whole way.
///
/// HTTP/2 or HTTP/1.1 as the server chooses; over `https` the certificate and the name in it are always verified.
/// Without TLS it speaks to this machine and its link only. Redirects are answers like others.
package final class HTTPRequester: Sendable {
    private let trust: TLSClientContext?
    private let resolver: NameResolver
    private let limits: ClientLimits

    /// - Parameter trust: Whom to believe; without it there is no `https`.
    package init(trust: TLSClientContext?, resolver: NameResolver, limits: ClientLimits = ClientLimits()) {
        (self.trust, self.resolver, self.limits) = (trust, resolver, limits)
    }

    /// The response, whatever its status; when this returns or throws, nothing of the request is left behind.
    ///
    /// A canceled task gets its failure at once.
    package func send(
        _ request: ClientRequest, to address: HTTPAddress, deadlines: ClientDeadlines, on loop: isolated EventLoop
    ) async throws(HTTPClientFailure) -> ClientResponse {
        let call = Call(to: address, deadlines, limits)
        guard
            let outgoing = OutgoingRequest(
                method: request.method, scheme: address.scheme.rawValue, authority: address.authority,
                target: request.path ?? address.path, fields: request.fields, body: request.body)
        else { throw call.failure(.unusable, "the request's method, path or fields are not valid") }
        return try await call.run(outgoing, trust, resolver, on: loop)
    }
}
