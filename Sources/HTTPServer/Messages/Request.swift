package import Cryptography
package import HTTPWire
package import Reactor

/// A whole request, as a route sees it.
///
/// Head and body share the bytes they came in, copy on write: whoever keeps a request beyond the turn keeps it
/// `detached()`.
package struct Request: Sendable {
    package let head: RequestHead
    /// Who sent it, as the kernel says, or a proxy of ours.
    package let peer: IPAddress?
    /// Whether it came over TLS.
    package let isSecure: Bool
    /// Who the client has proven to be, on a listener that asks for certificates.
    package let clientCertificate: ClientCertificate?
    /// The route, found once.
    package let match: RouteMatch

    /// - Parameter head: Of a whole request: its body lies with it.
    package init(
        head: RequestHead, peer: IPAddress?, isSecure: Bool, clientCertificate: ClientCertificate? = nil,
        match: RouteMatch = .notFound
    ) {
        (self.head, self.peer, self.isSecure, self.match) = (head, peer, isSecure, match)
        self.clientCertificate = clientCertificate
    }

    package var bodyBytes: ArraySlice<UInt8> { head.bodyBytes }

    /// The body in an array of its own.
    package var body: [UInt8] { Array(bodyBytes) }

    /// The first value of a query parameter, decoded.
    package func query(_ name: String) -> String? {
        head.query.flatMap { PercentEncoding.value(of: name, in: $0) }
    }

    /// The same request with bytes of its own.
    package func detached() -> Request {
        Request(
            head: head.detachedWithBody(), peer: peer, isSecure: isSecure, clientCertificate: clientCertificate,
            match: match)
    }
}
