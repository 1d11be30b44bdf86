package import Bytes

/// What a server's `TLSContext` is made from: everything has been read, so that making one anew asks no file.
package struct TLSServerSettings: Sendable {
    /// The first answers clients that name no host, or an unknown one.
    package var certificates: [ServerCertificate]
    package var profile: TLSProfile
    /// A client that offers only others is refused; one that offers none speaks HTTP/1.1.
    package var protocols: [ApplicationProtocol]
    /// None: no session is resumed.
    package var tickets: TicketKeyRing
    package var clients: ClientAuthentication?
    /// The wall clock, by which ticket keys have their turn and OCSP responses end.
    package var clock: @Sendable () -> Timestamp

    package init(
        certificates: [ServerCertificate], profile: TLSProfile = .intermediate,
        protocols: [ApplicationProtocol] = [.http2, .http1], tickets: TicketKeyRing,
        clients: ClientAuthentication? = nil, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.certificates = certificates
        self.profile = profile
        self.protocols = protocols
        self.tickets = tickets
        self.clients = clients
        self.clock = clock
    }
}
