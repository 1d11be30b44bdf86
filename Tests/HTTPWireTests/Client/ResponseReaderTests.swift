import HTTPWire
import Testing

@Suite("Responses in HTTP/1.1")
struct ResponseReaderTests {
    @Test("a status line, fields and a body of its length make a response")
    func readsResponse() {
        let response = ResponseReader.read(
            "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX-Y:  z \r\n\r\nbody and more")

        #expect(response == .response(404, .http11, fields: ["content-length: 4", "x-y: z"], body: "body"))
    }

    @Test(
        "a body ends where its framing says",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nrest", ""),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nt: x\r\n\r\nrest",
                "abcde"
            ),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n", ""),
            ("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nrest", ""),
            ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", ""),
        ])
    func endsBody(stream: String, body: String) {
        guard case .response(_, _, _, let read) = ResponseReader.read(stream) else {
            Issue.record("no response")
            return
        }
        #expect(read == body)
    }

    @Test("a body without framing ends with the connection, in any version", arguments: ["1.0", "1.1"])
    func endsWithConnection(version: String) {
        let stream = "HTTP/\(version) 200 OK\r\n\r\nall of it"
        let whole = ResponseSummary.response(200, version == "1.0" ? .http10 : .http11, fields: [], body: "all of it")

        #expect(ResponseReader.read(stream) == .unfinished)
        #expect(ResponseReader.read(stream, isEnded: true) == whole)
        #expect(ResponseReader.read(stream, isEnded: true, isCut: true) == .refused(.endedEarly))
    }

    @Test("an answer to HEAD has no body, whatever its fields say")
    func readsHead() {
        let stream = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"

        #expect(
            ResponseReader.read(stream, to: .head)
                == .response(200, .http11, fields: ["content-length: 5"], body: ""))
        #expect(ResponseReader.read(stream, isEnded: true) == .refused(.endedEarly))
    }

    @Test("interim responses are skipped, up to the limit")
    func skipsInterim() {
        let interim = "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n"
        let final = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
        let limit = ResponseLimits().interimResponses

        #expect(
            ResponseReader.read(String(repeating: interim, count: limit) + final)
                == .response(200, .http11, fields: ["content-length: 0"], body: ""))
        #expect(
            ResponseReader.read(String(repeating: interim, count: limit + 1) + final)
                == .refused(.tooManyInterimResponses))
    }

    @Test("a missing reason is forgiven, with or without its space", arguments: ["HTTP/1.1 200", "HTTP/1.1 200 "])
    func forgivesMissingReason(line: String) {
        #expect(ResponseReader.read(line + "\r\ncontent-length: 0\r\n\r\n") != .refused(.badStatusLine))
    }

    static let malformed: [(String, ResponseRefusal)] = [
        ("\r\nHTTP/1.1 200 OK\r\n\r\n", .badStatusLine), ("HTTP/1.1 200 OK\n\r\n", .malformed(.bareLineFeed)),
        ("http/1.1 200 OK\r\n", .badStatusLine), ("HTTP/1.1  200 OK\r\n", .badStatusLine),
        ("HTTP/1.1 20 OK\r\n", .badStatusLine), ("HTTP/1.1 2000 OK\r\n", .badStatusLine),
        ("HTTP/1.1 099 OK\r\n", .badStatusLine), ("HTTP/1.1 600 OK\r\n", .badStatusLine),
        ("HTTP/1.1 +20 OK\r\n", .badStatusLine), ("HTTP/1.1 200 O\u{1}K\r\n", .badStatusLine),
        ("HTTP/1.1 200OK\r\n", .badStatusLine), ("HTTP/2.0 200 OK\r\n", .versionNotSupported),
        ("HTTP/1.1 101 Switching Protocols\r\n\r\n", .unaskedUpgrade),
        ("HTTP/1.1 200 OK\r\n folded\r\n", .malformed(.foldedLine)),
        ("HTTP/1.1 200 OK\r\na b: c\r\n", .malformed(.badFieldName)),
        ("HTTP/1.1 200 OK\r\na: b\u{0}\r\n", .malformed(.badFieldValue)),
        ("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\n", .malformed(.badContentLength)),
        ("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n", .malformed(.badContentLength)),
        ("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n", .bodyTooLarge),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
            .malformed(.conflictingFraming)
        ),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n", .malformed(.badTransferCoding)),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n", .unsupportedTransferCoding),
        ("HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", .malformed(.transferCodingInHTTP10)),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nx\r\n", .malformed(.badChunkSize)),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab", .malformed(.badChunkEnd)),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7fffffffffffffff\r\n", .bodyTooLarge),
    ]

    @Test("what is no response is refused with its reason", arguments: malformed)
    func refuses(stream: String, refusal: ResponseRefusal) {
        #expect(ResponseReader.read(stream) == .refused(refusal))
    }

    @Test("each limit lets its own size through, and one byte more not")
    func keepsLimits() {
        var limits = ResponseLimits()
        limits.statusLineBytes = 15
        limits.bodyBytes = 10
        limits.wire.fieldLineBytes = 30
        limits.wire.headerBytes = 60
        limits.wire.headerFields = 3
        func read(_ stream: String) -> ResponseSummary { ResponseReader.read(stream, limits: limits, isEnded: true) }
        let x = { String(repeating: "x", count: $0) }

        #expect(read("HTTP/1.1 200 OK\r\n\r\n") != .refused(.headTooLarge))
        #expect(read("HTTP/1.1 200 OKx\r\n\r\n") == .refused(.headTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\na: \(x(27))\r\n\r\n") != .refused(.headTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\na: \(x(28))\r\n\r\n") == .refused(.headTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\na: \(x(27))\r\nb: \(x(27))\r\n\r\n") == .refused(.headTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\na:\r\nb:\r\nc:\r\n\r\n") != .refused(.headTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\na:\r\nb:\r\nc:\r\nd:\r\n\r\n") == .refused(.headTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\n\r\n\(x(10))") != .refused(.bodyTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\n\r\n\(x(11))") == .refused(.bodyTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n\(x(10))") != .refused(.bodyTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n") == .refused(.bodyTooLarge))
        #expect(read("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\n") == .refused(.bodyTooLarge))
    }

    @Test("a refused reader refuses whatever comes next")
    func staysRefused() {
        var reader = ResponseReader(to: .get)
        let (garbage, good) = (bytes("garbage\r\n"), bytes("HTTP/1.1 204 No Content\r\n\r\n"))

        #expect(throws: ResponseRefusal.badStatusLine) { try reader.receive(garbage.span) }
        #expect(throws: ResponseRefusal.badStatusLine) { try reader.receive(good.span) }
        #expect(throws: ResponseRefusal.badStatusLine) { try reader.endOfInput() }
    }
}
