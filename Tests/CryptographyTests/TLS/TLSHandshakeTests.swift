import Bytes
import Cryptography
import Testing

@Suite("TLS handshake")
struct TLSHandshakeTests {
    @Test(
        "the server picks h2 before http/1.1 whatever the client prefers, and nothing when nothing is offered",
        arguments: [
            ([ApplicationProtocol.http2, .http1], ApplicationProtocol.http2), ([.http1, .http2], .http2),
            ([.http1], .http1), ([.http2], .http2), ([], nil),
        ] as [([ApplicationProtocol], ApplicationProtocol?)])
    func negotiation(offered: [ApplicationProtocol], agreed: ApplicationProtocol?) throws {
        let pair = try TLSPair(offering: offered)

        try pair.handshake()

        #expect(pair.server.negotiatedProtocol == agreed)
        #expect(pair.client.negotiatedProtocol == agreed)
    }

    @Test("a known protocol among unknown ones is found")
    func knownAmongUnknown() throws {
        let spdy = try #require(ApplicationProtocol(rawValue: "spdy/3"))
        let pair = try TLSPair(offering: [spdy, .http1])

        try pair.handshake()

        #expect(pair.server.negotiatedProtocol == .http1)
    }

    @Test("a client that offers only unknown protocols gets no_application_protocol")
    func unknownProtocol() throws {
        let pair = try TLSPair(offering: [try #require(ApplicationProtocol(rawValue: "spdy/3"))])

        let refusal = #expect(throws: TLSPair.Refusal.self) { try pair.handshake() }

        #expect(refusal?.by == .server)
        #expect(pair.server.takeCiphertext() == [0x15, 3, 3, 0, 2, 2, 120])  // RFC 7301 §3.2
    }

    @Test(
        "the client believes a certificate that names the host, by name, by wildcard or by address",
        arguments: [TestCertificates.hostName, "seoul.region.example.com", "127.0.0.1"])
    func rightHost(name: String) throws {
        let pair = try TLSPair(to: name)

        try pair.handshake()

        #expect(pair.client.negotiatedProtocol == .http2)
    }

    @Test(
        "the client refuses a certificate for another host",
        arguments: ["drm.example.org", "example.com", "a.b.region.example.com", "127.0.0.2", "::1", "server"])
    func wrongHost(name: String) throws {
        let pair = try TLSPair(to: name)

        let refusal = #expect(throws: TLSPair.Refusal.self) { try pair.handshake() }

        #expect(refusal?.by == .client)
        guard case .peerNotTrusted? = refusal?.failure else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test("the client refuses a certificate of another authority")
    func wrongAuthority() throws {
        let pair = try TLSPair(trusting: TestCertificates.shared.get().otherAuthority)

        let refusal = #expect(throws: TLSPair.Refusal.self) { try pair.handshake() }

        #expect(refusal?.by == .client)
        guard case .peerNotTrusted? = refusal?.failure else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test(
        "a host name that would verify nothing is refused at once",
        arguments: ["", ".example.com", "a b", "a\0b", "é.example.com", String(repeating: "a", count: 254)])
    func invalidHostName(name: String) {
        #expect(throws: TLSFailure.invalidHostName) { try TLSPair(to: name) }
    }

    @Test("a handshake gives one session ticket")
    func oneTicket() throws {
        let pair = try TLSPair()
        for end in [TLSPair.End.client, .server, .client] {
            _ = try pair.step(end)
            pair.deliver(to: end == .client ? .server : .client)
        }

        #expect(try pair.step(.server) == .open)

        let records = tlsRecords(in: pair.server.takeCiphertext())
        #expect(records.map(\.type) == [23])
    }
}

/// The records of a ciphertext, by their headers (RFC 8446 §5.1).
func tlsRecords(in bytes: [UInt8]) -> [(type: UInt8, body: [UInt8])] {
    var records: [(type: UInt8, body: [UInt8])] = []
    var rest = bytes[...]
    while rest.count >= 5 {
        let header = Array(rest.prefix(5))
        let count = Int(header[3]) << 8 | Int(header[4])
        records.append((header[0], Array(rest.dropFirst(5).prefix(count))))
        rest = rest.dropFirst(5 + count)
    }
    return records
}
