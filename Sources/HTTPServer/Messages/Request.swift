package import Cryptography
package import HTTPWire
package import Reactor

/// A whole request, as a route sees it.
///
/// Head and body share the bytes they came in, copy on write: whoever keeps a request beyond the turn keeps it
/// `detached()`.
package struct Request: Sendable {
    package let head: RequestHead
    package let bodyBytes: ArraySlice<UInt8>
    /// Who sent it, as the kernel says, or a proxy of ours.
    package let peer: IPAddress?
    /// Whether it came over TLS.
    package let isSecure: Bool
    /// Who the client has proven to be, on a listener that asks for certificates.
    package var clientCertificate: ClientCertificate?
    /// The route, found once.
    package let match: RouteMatch

    package init(
        head: RequestHead, body: ArraySlice<UInt8>, peer: IPAddress?, isSecure: Bool,
        match: RouteMatch = .notFound
    ) {
        (self.head, bodyBytes, self.peer, self.isSecure, self.match) = (head, body, peer, isSecure, match)
    }

    /// The body in an array of its own.
    package var body: [UInt8] { Array(bodyBytes) }

    /// The first value of a query parameter, decoded.
    package func query(_ name: String) -> String? {
        head.query.flatMap { PercentEncoding.value(of: name, in: $0) }
    }

    /// The same request with bytes of its own.
    package func detached() -> Request {
        var kept = Request(
            head: head.detached(), body: Array(bodyBytes)[...], peer: peer, isSecure: isSecure, match: match)
        kept.clientCertificate = clientCertificate
        return kept
    }
}
