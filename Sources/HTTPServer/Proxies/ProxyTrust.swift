package import Reactor

/// Whose word counts on who a client is, and in which way they give it.
///
/// One way only: a proxy passes on whatever it does not write itself, so a client could say the rest.
package struct ProxyTrust: Equatable, Sendable {
    package enum Custom: String, CaseIterable, Sendable {
        /// A header before the first byte of TLS or HTTP, which a peer must send.
        case proxyProtocol = "proxy-protocol"
        /// `Forwarded` (RFC 7239).
        case forwarded
        /// `X-Forwarded-For`.
        case xForwardedFor = "x-forwarded-for"
    }

    package let peers: [AddressRange]
    package let custom: Custom

    package init(peers: [AddressRange], custom: Custom) {
        self.peers = peers
        self.custom = custom
    }

    package func includes(_ address: IPAddress) -> Bool {
        for range in peers where range.contains(address) { return true }
        return false
    }
}
