package import HTTPWire
package import Reactor

/// A whole request, as a route sees it.
package struct Request: Sendable {
    package let head: RequestHead
    package let body: [UInt8]
    /// Who sent it, as the kernel says.
    package let peer: SocketAddress?
    /// Whether it came over TLS.
    package let isSecure: Bool

    package init(head: RequestHead, body: [UInt8], peer: SocketAddress?, isSecure: Bool) {
        self.head = head
        self.body = body
        self.peer = peer
        self.isSecure = isSecure
    }

    /// The first value of a query parameter, decoded.
    package func query(_ name: String) -> String? {
        head.query.flatMap { PercentEncoding.value(of: name, in: $0) }
    }
}
