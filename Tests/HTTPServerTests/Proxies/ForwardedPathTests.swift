import HTTPServer
import Reactor
import Testing

@Suite("The way a request has come")
struct ForwardedPathTests {
    private func client(_ peer: String, _ lines: [String], _ custom: ProxyTrust.Custom) throws -> String {
        let ranges = try ["10.0.0.0/8", "2001:db8:aa::/48"].map { try #require(AddressRange($0)) }
        let trust = ProxyTrust(peers: ranges, custom: custom)
        let peer = try #require(IPAddress(peer))
        return ForwardedPath.client(of: peer, through: lines.map { Array($0.utf8)[...] }, trusting: trust).description
    }

    @Test(
        "X-Forwarded-For is read from its end, as far as our own proxies wrote it",
        arguments: [
            ("203.0.113.5", ["192.0.2.1"], "203.0.113.5"),
            ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
            ("10.0.0.1", ["6.6.6.6, 192.0.2.1"], "192.0.2.1"),
            ("10.0.0.1", ["192.0.2.1, 10.0.0.2"], "192.0.2.1"),
            ("10.0.0.1", ["6.6.6.6", "192.0.2.1,10.0.0.2", "10.0.0.3"], "192.0.2.1"),
            ("10.0.0.1", ["192.0.2.1:4711"], "192.0.2.1"),
            ("10.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7"),
            ("10.0.0.1", ["2001:db8::7"], "2001:db8::7"),
            ("2001:db8:aa::1", [" \t192.0.2.1\t "], "192.0.2.1"),
            ("10.0.0.1", ["192.0.2.1, , "], "192.0.2.1"),
            ("10.0.0.1", ["10.0.0.9, 10.0.0.8"], "10.0.0.9"),
            ("10.0.0.1", [], "10.0.0.1"),
            ("10.0.0.1", ["", " "], "10.0.0.1"),
            ("10.0.0.1", ["192.0.2.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", ["192.0.2.1, nonsense"], "10.0.0.1"),
            ("10.0.0.1", ["192.0.2.1, 10.0.0.2, example.com, 10.0.0.3"], "10.0.0.3"),
            ("10.0.0.1", ["\", 192.0.2.1"], "192.0.2.1"),
            ("10.0.0.1", ["192.0.2.1:"], "10.0.0.1"),
            ("10.0.0.1", ["192.0.2.1:80:80"], "10.0.0.1"),
            ("10.0.0.1", ["[192.0.2.1]"], "10.0.0.1"),
            ("10.0.0.1", ["[2001:db8::7"], "10.0.0.1"),
            ("10.0.0.1", ["for=192.0.2.1"], "10.0.0.1"),
        ])
    func readsXForwardedFor(peer: String, lines: [String], expected: String) throws {
        #expect(try client(peer, lines, .xForwardedFor) == expected)
    }

    @Test(
        "Forwarded is read from its end, and what a client made up cannot break what a proxy wrote",
        arguments: [
            ("203.0.113.5", ["for=192.0.2.1"], "203.0.113.5"),
            ("10.0.0.1", ["for=192.0.2.1"], "192.0.2.1"),
            ("10.0.0.1", ["For=\"192.0.2.1:4711\""], "192.0.2.1"),
            ("10.0.0.1", ["for=\"[2001:db8:cafe::17]:4711\""], "2001:db8:cafe::17"),
            ("10.0.0.1", ["for=192.0.2.1;proto=https;by=10.0.0.1"], "192.0.2.1"),
            ("10.0.0.1", ["by=10.0.0.1; FOR=192.0.2.1 ;host=\"a,b;c\""], "192.0.2.1"),
            ("10.0.0.1", ["for=6.6.6.6, for=192.0.2.1, for=10.0.0.2"], "192.0.2.1"),
            ("10.0.0.1", ["for=6.6.6.6", "for=192.0.2.1"], "192.0.2.1"),
            ("10.0.0.1", ["for=\", for=192.0.2.1"], "192.0.2.1"),
            ("10.0.0.1", ["for=\"6.6.6.6, for=192.0.2.1, for=\"10.0.0.2\""], "192.0.2.1"),
            ("10.0.0.1", ["for=192.0.2.1, for=unknown"], "10.0.0.1"),
            ("10.0.0.1", ["for=192.0.2.1, for=_hidden"], "10.0.0.1"),
            ("10.0.0.1", ["for=192.0.2.1:_port"], "192.0.2.1"),
            ("10.0.0.1", ["for=192.0.2.1, proto=https"], "10.0.0.1"),
            ("10.0.0.1", ["for=192.0.2.1;for=192.0.2.2"], "10.0.0.1"),
            ("10.0.0.1", ["for="], "10.0.0.1"),
            ("10.0.0.1", ["for=\"\""], "10.0.0.1"),
            ("10.0.0.1", ["192.0.2.1"], "10.0.0.1"),
            ("10.0.0.1", ["for=\"[2001:db8::1%eth0]\""], "10.0.0.1"),
        ])
    func readsForwarded(peer: String, lines: [String], expected: String) throws {
        #expect(try client(peer, lines, .forwarded) == expected)
    }

    @Test("a way without end is followed for a few hops and no further")
    func boundsHops() throws {
        let endless = [String](repeating: "10.0.0.7", count: 5_000).joined(separator: ",")

        #expect(try client("10.0.0.1", ["192.0.2.1," + endless], .xForwardedFor) == "10.0.0.7")
    }
}
