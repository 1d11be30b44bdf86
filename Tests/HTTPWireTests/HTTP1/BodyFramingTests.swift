import HTTPWire
import Testing

/// A POST with the given framing fields and what follows them.
private func post(_ fields: String, _ body: String = "", version: String = "1.1") -> String {
    "POST / HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n\(body)"
}

private func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked\r\n", body) }

@Suite("HTTP/1.1 body framing")
struct BodyFramingTests {
    static let refused: [Refusable] = [
        Refusable("RFC 9110 §8.6, plus sign", post("Content-Length: +1\r\n", "a"), .badContentLength),
        Refusable("RFC 9110 §8.6, minus sign", post("Content-Length: -1\r\n", "a"), .badContentLength),
        Refusable("RFC 9110 §8.6, empty", post("Content-Length:\r\n", "a"), .badContentLength),
        Refusable("RFC 9110 §8.6, space inside", post("Content-Length: 1 1\r\n", "a"), .badContentLength),
        Refusable("RFC 9110 §8.6, hexadecimal", post("Content-Length: 0x1\r\n", "a"), .badContentLength),
        Refusable("RFC 9110 §8.6, list", post("Content-Length: 1, 1\r\n", "a"), .badContentLength),
        Refusable("RFC 9112 §6.3, twice", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"), .badContentLength),
        Refusable(
            "RFC 9110 §8.6, larger than any integer", post("Content-Length: 99999999999999999999\r\n"), .bodyTooLarge),
        Refusable("RFC 9110 §15.5.14, over the limit", post("Content-Length: 65537\r\n"), .bodyTooLarge),
        Refusable("RFC 1945 §8.3, POST in 1.0 without length", post("", version: "1.0"), .lengthRequired),
        Refusable(
            "RFC 9112 §6.3, both framings", post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
            .conflictingFraming),
        Refusable(
            "RFC 9112 §6.1, 1.0 with coding", post("Transfer-Encoding: chunked\r\n", version: "1.0"),
            .transferCodingInHTTP10),
        Refusable(
            "RFC 9112 §6.1, unknown coding first", post("Transfer-Encoding: gzip, chunked\r\n"),
            .unsupportedTransferCoding),
        Refusable("RFC 9112 §6.3, chunked not last", post("Transfer-Encoding: chunked, gzip\r\n"), .badTransferCoding),
        Refusable("RFC 9112 §6.3, no chunked", post("Transfer-Encoding: identity\r\n"), .badTransferCoding),
        Refusable("RFC 9112 §6.1, chunked twice", post("Transfer-Encoding: chunked, chunked\r\n"), .badTransferCoding),
        Refusable(
            "RFC 9112 §6.1, two lines", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
            .badTransferCoding),
        Refusable("RFC 9112 §6.1, vertical tab", post("Transfer-Encoding: \u{0B}chunked\r\n"), .badFieldValue),
        Refusable("RFC 9112 §6.1, empty", post("Transfer-Encoding:\r\n"), .badTransferCoding),
        Refusable("RFC 9112 §7.1, empty size", chunked("\r\n\r\n"), .badChunkSize),
        Refusable("RFC 9112 §7.1, size not a number", chunked("g\r\n\r\n"), .badChunkSize),
        Refusable("RFC 9112 §7.1, signed size", chunked("+1\r\na\r\n"), .badChunkSize),
        Refusable("RFC 9112 §7.1, prefixed size", chunked("0x1\r\na\r\n"), .badChunkSize),
        Refusable("RFC 9112 §7.1, space before the size", chunked(" 1\r\na\r\n"), .badChunkSize),
        Refusable("RFC 9112 §7.1, space after the size", chunked("1 \r\na\r\n"), .badChunkSize),
        Refusable("RFC 9112 §7.1, size overflows", chunked("fffffffffffffffff\r\n"), .badChunkSize),
        Refusable("RFC 9112 §7.1, size over the limit", chunked("10001\r\n"), .bodyTooLarge),
        Refusable("RFC 9112 §7.1, sum over the limit", chunked("1\r\na\r\n10000\r\n"), .bodyTooLarge),
        Refusable("RFC 9112 §7.1, chunk longer than its size", chunked("1\r\nab\r\n0\r\n\r\n"), .badChunkEnd),
        Refusable("RFC 9112 §7.1, bare LF after a chunk", chunked("1\r\na\n0\r\n\r\n"), .badChunkEnd),
        Refusable("RFC 9112 §7.1, bare LF after a size", chunked("1\na\r\n0\r\n\r\n"), .bareLineFeed),
        Refusable("RFC 9112 §7.1.1, control byte in an extension", chunked("1;a=\0\r\na\r\n"), .badChunkExtension),
        Refusable("RFC 9112 §7.1.1, bare CR in an extension", chunked("1;a=\r.\r\na\r\n"), .badChunkExtension),
        Refusable(
            "RFC 9112 §7.1.1, endless extension", chunked("1;" + String(repeating: "a", count: 300)), .badChunkExtension
        ),
        Refusable(
            "RFC 9112 §7.1.1, many extensions",
            chunked(String(repeating: "1;" + String(repeating: "a", count: 200) + "\r\na\r\n", count: 21)),
            .badChunkExtension),
        Refusable("RFC 9112 §7.1.2, folded trailer", chunked("0\r\n x\r\n\r\n"), .foldedLine),
        Refusable("RFC 9112 §7.1.2, trailer without name", chunked("0\r\n: x\r\n\r\n"), .badFieldName),
        Refusable(
            "RFC 9112 §7.1.2, endless trailers", chunked("0\r\n" + String(repeating: "a: b\r\n", count: 3_000)),
            .headerTooLarge),
        Refusable(
            "RFC 9110 §10.1.1, unknown expectation", post("Expect: 200-ok\r\nContent-Length: 1\r\n"), .expectationFailed
        ),
    ]

    @Test("a body whose end is in doubt is refused, and nothing behind it is read", arguments: refused)
    func refusesBody(row: Refusable) {
        let session = HTTPSession.cleartext()

        let events = session.receive(row.request + "GET /second HTTP/1.1\r\nHost: a\r\n\r\n")
        session.respond(1, row.refusal.status)

        #expect(events == [.refused(stream: 1, row.refusal)], "\(row.clause)")
        #expect(session.takeText().contains("\r\nconnection: close\r\n"))
        #expect(session.isFinished)
    }

    @Test(
        "a body is the same however it was framed",
        arguments: [
            post("Content-Length: 5\r\n", "hello"), post("content-length:\t005 \r\n", "hello"),
            chunked("5\r\nhello\r\n0\r\n\r\n"), chunked("2\r\nhe\r\n003\r\nllo\r\n00\r\n\r\n"),
            chunked("5;name=\"value\"\r\nhello\r\n0;last\r\n\r\n"),
            chunked("5\r\nhello\r\n0\r\nContent-Length: 9\r\nX: y\r\n\r\n"),
            post("Transfer-Encoding: Chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"),
        ])
    func readsBody(request: String) throws {
        let session = HTTPSession.cleartext()

        let events = session.receive(bytes(request + "GET /second HTTP/1.1\r\nHost: a\r\n\r\n"))

        #expect(events.count == 2)
        #expect(text(try #require(events.first?.request).body) == "hello")
        #expect(events.last?.request?.head.path == "/second")
    }

    @Test("the limit on a body is asked of the route, with the head in hand")
    func asksForLimit() {
        let session = HTTPSession(cleartext: WireLimits()) { $0.path == "/large" ? 10 : 1 }

        let large = session.receive("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789")
        let small = session.receive("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n")

        #expect(large.count == 1)
        #expect(small == [.refused(stream: 2, .bodyTooLarge)])
    }
}
