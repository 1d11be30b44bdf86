import HTTPWire
import Testing

@Suite("HTTP/1.1 split anywhere")
struct SplitTests {
    /// Streams of bytes whose events must not depend on how the network cut them.
    static let streams: [String] =
        [
            "GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nX-Empty:\r\nAccept: a, b\r\n\r\n",
            "POST /license HTTP/1.1\r\nhost: a\r\nContent-Length: 5\r\n\r\nhelloGET /next HTTP/1.1\r\nHost: b\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\nGET /next HTTP/1.1\r\nHost: b\r\n\r\n",
            "\r\nOPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET http://B:80?q HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /",
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nokGET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + String(repeating: "x", count: 100),
            "GET /" + String(repeating: "y", count: 80) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "z", count: 80) + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: 1234\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\nX: 123456789012345678\r\n\r\n",
            "HEAD /a?b?c=/%20#d HTTP/1.1\r\nHost: a\r\n\r\n", "PUT /?\t HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a?b HTTP/1.1\r\nHost: a\r\nLong-Name_With~All.Of-Them: \t1\t2 \t\r\n\r\n",
        ]
        // The empty line counts towards the limit on all, and these end around it.
        + (28...36).map {
            "GET / HTTP/1.1\r\nHost: a\r\nA: " + String(repeating: "x", count: 40) + "\r\nB: "
                + String(repeating: "y", count: $0) + "\r\n\r\n"
        }

    /// Small, so that the limits too are crossed at every byte.
    static let limits: WireLimits = {
        var limits = WireLimits()
        limits.targetBytes = 60
        limits.fieldLineBytes = 60
        limits.headerBytes = 90
        limits.chunkLineBytes = 10
        return limits
    }()

    @Test("the events are the same wherever the bytes are cut in two", arguments: streams)
    func cutInTwo(stream: String) {
        let all = bytes(stream)
        let whole = Self.events(of: [all])

        #expect(!whole.isEmpty)
        for cut in 1..<all.count {
            #expect(Self.events(of: [Array(all[..<cut]), Array(all[cut...])]) == whole, "cut at \(cut)")
        }
    }

    @Test("the events are the same when each byte comes alone", arguments: streams)
    func byteByByte(stream: String) {
        let all = bytes(stream)

        #expect(Self.events(of: all.map { [$0] }) == Self.events(of: [all]))
    }

    private static func events(of pieces: [[UInt8]]) -> [EventSummary] {
        let session = HTTPSession.cleartext(limits: limits, bodyLimit: 50)
        return pieces.flatMap { session.receive($0).map(EventSummary.init) }
    }
}
