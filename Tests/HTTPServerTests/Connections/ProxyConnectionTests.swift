import HTTPServer
import Reactor
import TestSupport
import Testing

@Suite("Connections through proxies")
struct ProxyConnectionTests {
    private static let proxy = "127.0.2.1"
    private static let ask = "GET /who HTTP/1.1\r\nhost: a\r\n"

    private func server(_ custom: ProxyTrust.Custom, _ limits: ServerLimits = ServerLimits()) async throws -> TestServer
    {
        let peers = [try #require(AddressRange(Self.proxy))]
        return try await TestServer(limits, trust: ProxyTrust(peers: peers, custom: custom))
    }

    /// A PROXY header from 192.0.2.`last`.
    private func header(from last: UInt8, command: UInt8 = 0x21) -> [UInt8] {
        [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, command, 0x11, 0, 15]
            + [192, 0, 2, last, 198, 51, 100, 1, 0x30, 0x39, 0x01, 0xBB] + [4, 0, 0]
    }

    @Test("a connection is from whom its PROXY header says, in one piece or in many")
    func readsProxyHeader() async throws {
        let server = try await server(.proxyProtocol)
        let (whole, slow) = (try server.client(from: Self.proxy), try server.client(from: Self.proxy))

        try await whole.send(header(from: 1) + Array("\(Self.ask)\r\n".utf8))
        for byte in header(from: 2) { try await slow.send([byte]) }
        try await slow.send("\(Self.ask)x-forwarded-for: 6.6.6.6\r\nforwarded: for=6.6.6.6\r\n\r\n")

        #expect(try await whole.response().text == "192.0.2.1")
        #expect(try await slow.response().text == "192.0.2.2")
    }

    @Test("a proxy that asks for itself is itself")
    func readsLocal() async throws {
        let server = try await server(.proxyProtocol)
        let client = try server.client(from: Self.proxy)

        try await client.send(header(from: 1, command: 0x20) + Array("\(Self.ask)\r\n".utf8))

        #expect(try await client.response().text == Self.proxy)
    }

    @Test("behind proxies that speak PROXY, nobody else is heard, and a proxy without a header neither")
    func refusesOthers() async throws {
        let server = try await server(.proxyProtocol)
        let (stranger, forgetful) = (try server.client(), try server.client(from: Self.proxy))

        #expect(try await stranger.receiveToEnd() == [])
        try await forgetful.send("\(Self.ask)\r\n")

        #expect(try await forgetful.receiveToEnd() == [])
    }

    @Test("on a listener that trusts no proxy, a PROXY header is no request")
    func refusesUnexpected() async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send(header(from: 1) + Array("\(Self.ask)\r\n".utf8))

        #expect(try await client.response().status == 400)
    }

    @Test("half a PROXY header is given up after the time for a handshake")
    func limitsTime() async throws {
        var limits = ServerLimits()
        limits.handshake = .milliseconds(30)
        let server = try await server(.proxyProtocol, limits)
        let client = try server.client(from: Self.proxy)

        try await client.send(Array(header(from: 1).prefix(20)))

        #expect(try await client.receiveToEnd() == [])
    }

    @Test("the connections of a proxy are counted by whom they are from")
    func countsClients() async throws {
        var limits = ServerLimits()
        limits.connectionsPerAddressMax = 1
        let server = try await server(.proxyProtocol, limits)
        let clients = try (0..<3).map { _ in try server.client(from: Self.proxy) }

        for (client, last) in zip(clients, [1, 2, 1] as [UInt8]) {
            try await client.send(header(from: last) + Array("\(Self.ask)\r\n".utf8))
            if client === clients[2] {
                #expect(try await client.receiveToEnd() == [])
            } else {
                #expect(try await client.response().text == "192.0.2.\(last)")
            }
        }
    }

    @Test(
        "a request is from whom the proxy says, in the field that was agreed on, and in no other",
        arguments: [
            (ProxyTrust.Custom.forwarded, "forwarded: for=192.0.2.1"),
            (.xForwardedFor, "x-forwarded-for: 6.6.6.6, 192.0.2.1"),
        ])
    func readsFields(custom: ProxyTrust.Custom, field: String) async throws {
        let server = try await server(custom)
        let (proxy, stranger) = (try server.client(from: Self.proxy), try server.client(from: "127.0.2.2"))
        let both = "forwarded: for=7.7.7.7\r\nx-forwarded-for: 7.7.7.7\r\n"

        try await proxy.send("\(Self.ask)\(both)\(field)\r\n\r\n")
        try await stranger.send("\(Self.ask)\(both)\(field)\r\n\r\n")

        #expect(try await proxy.response().text == "192.0.2.1")
        #expect(try await stranger.response().text == "127.0.2.2")
    }
}
