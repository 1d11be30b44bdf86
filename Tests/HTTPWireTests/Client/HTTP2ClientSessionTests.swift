import HTTPWire
import TestSupport
import Testing

/// Against our own server's session, and against frames that no server should send.
@Suite("Responses in HTTP/2")
struct HTTP2ClientSessionTests {
    private static func exchange(
        _ method: RequestMethod = .get, _ fields: [Field] = [], body: [UInt8] = [], limits: ResponseLimits = .init()
    ) throws -> ClientExchange {
        let request = try #require(
            OutgoingRequest(
                method: method, scheme: "https", authority: "a", target: "/path?query", fields: fields, body: body))
        return ClientExchange(negotiated: "h2", request, limits: limits)
    }

    /// Carries bytes both ways until neither side has more to say.
    private static func talk(
        _ client: ClientExchange, _ server: HTTPSession, answering: (WireRequest) -> (ResponseHead, ResponseBody)
    ) throws -> [WireRequest] {
        var requests: [WireRequest] = []
        while true {
            let asked = try client.takeOutput()
            let new = (asked.isEmpty ? [] : server.receive(asked)).compactMap(\.request)
            requests += new
            for request in new {
                let (head, body) = answering(request)
                server.respond(to: request.stream, head: head, body: body)
                if case .streaming = body {
                    server.send(bytes("in "), on: request.stream)
                    server.send(bytes("pieces"), on: request.stream)
                    server.finish(request.stream)
                }
            }
            let answered = server.takeOutput()
            try client.receive(answered.span)
            if asked.isEmpty && answered.isEmpty { return requests }
        }
    }

    private static func server() -> HTTPSession {
        HTTPSession(negotiated: "h2") { _ in 1 << 22 }
    }

    @Test("a request arrives as it was made, and its answer too")
    func asks() throws {
        let client = try Self.exchange(.post, [Field("x", "y")], body: bytes("question"))

        let requests = try Self.talk(client, Self.server()) { _ in
            (ResponseHead(status: 404, fields: [Field("z", "w")]), .complete(bytes("answer")))
        }

        let request = try #require(requests.first)
        #expect(request.head.method == .post && request.head.path == "/path" && request.head.query == "query")
        #expect(request.head.authority == "a" && request.head.scheme == "https")
        #expect(request.head.fields.first("x") == "y" && request.head.fields.first("content-length") == "8")
        #expect(text(request.body) == "question")
        let response = try #require(client.response)
        #expect(
            ResponseSummary(response)
                == .response(404, .http2, fields: ["z: w", "content-length: 6"], body: "answer"))
    }

    @Test("bodies larger than any window pass both ways")
    func carriesLargeBodies() throws {
        var limits = ResponseLimits()
        limits.bodyBytes = 1 << 21
        let body = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let client = try Self.exchange(.put, body: body, limits: limits)

        _ = try Self.talk(client, Self.server()) { (ResponseHead(status: 200), .complete($0.body)) }

        let isSame = client.response?.body == body
        #expect(isSame)
    }

    @Test("a streamed answer is read to its end")
    func readsStream() throws {
        let client = try Self.exchange()

        _ = try Self.talk(client, Self.server()) { _ in (ResponseHead(status: 200), .streaming) }

        #expect(text(try #require(client.response).body) == "in pieces")
    }

    @Test(
        "an answer without a body is whole with its head",
        arguments: [(.head, 200), (.get, 204)]
            as [(RequestMethod, Int)])
    func readsBodyless(method: RequestMethod, status: Int) throws {
        let client = try Self.exchange(method)

        _ = try Self.talk(client, Self.server()) { _ in (ResponseHead(status: status), .complete(bytes("none"))) }

        #expect(client.response?.status == status && client.response?.body == [])
    }

    @Test("an answer larger than the limit is refused")
    func refusesLargeBody() throws {
        var limits = ResponseLimits()
        limits.bodyBytes = 5
        let client = try Self.exchange(limits: limits)

        #expect(throws: ResponseRefusal.bodyTooLarge) {
            try Self.talk(client, Self.server()) { _ in (ResponseHead(status: 200), .complete(bytes("answer"))) }
        }
    }

    // MARK: Frames by hand

    private static func status(_ status: String) -> [UInt8] { Frame.block([(":status", status)]) }
    private static let ok = status("200")
    private static func field(_ name: String, _ value: String) -> [UInt8] { Frame.block([(name, value)]) }
    private static func headers(_ block: [UInt8], ends: Bool = false) -> [UInt8] {
        Frame.headers(block, stream: 1, ends: ends)
    }
    private static func data(_ text: String, ends: Bool = false) -> [UInt8] {
        Frame.data(bytes(text), stream: 1, ends: ends)
    }
    private static func reset(_ code: UInt8) -> [UInt8] {
        Frame.frame(type: 3, stream: 1, payload: [0, 0, 0, code])
    }
    private static let goAway = Frame.frame(type: 7, stream: 0, payload: [UInt8](repeating: 0, count: 8))
    private static let push = Frame.frame(type: 5, flags: 4, stream: 1, payload: [0, 0, 0, 2] + ok)

    static let misbehavior: [(String, [UInt8], ResponseRefusal)] = [
        ("no settings first", headers(ok, ends: true), .brokenFrames),
        ("garbage", bytes("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\nno h2 here"), .brokenFrames),
        ("a reset", Frame.settings + reset(2), .streamReset(code: 2)),
        ("a reset in the body", Frame.settings + headers(ok) + data("half") + reset(8), .streamReset(code: 8)),
        (
            "a body shorter than announced",
            Frame.settings + headers(ok + field("content-length", "9")) + data("short", ends: true),
            .streamReset(code: 1)
        ),
        (
            "a body longer than announced",
            Frame.settings + headers(ok + field("content-length", "2")) + data("long", ends: true),
            .streamReset(code: 1)
        ),
        ("no status", Frame.settings + headers(field("a", "b"), ends: true), .streamReset(code: 1)),
        ("a status of two digits", Frame.settings + headers(status("20"), ends: true), .streamReset(code: 1)),
        ("a status of 600", Frame.settings + headers(status("600"), ends: true), .badStatusLine),
        ("an upper-case field", Frame.settings + headers(ok + field("A", "b"), ends: true), .streamReset(code: 1)),
        ("a control byte", Frame.settings + headers(ok + field("a", "\u{1}"), ends: true), .malformed(.badFieldValue)),
        (
            "a flood of interim answers",
            Frame.settings + (0..<20).flatMap { _ in headers(status("103")) }, .tooManyInterimResponses
        ),
        (
            "too many fields",
            Frame.settings + headers(ok + (0..<101).flatMap { _ in field("a", "b") }, ends: true), .headTooLarge
        ),
        ("a flood of pings", Frame.settings + (0..<2_000).flatMap { _ in Frame.ping }, .brokenFrames),
        ("a flood of settings", (0..<2_000).flatMap { _ in Frame.settings }, .brokenFrames),
        (
            "a flood of empty data",
            Frame.settings + headers(ok) + (0..<2_000).flatMap { _ in data("") }, .brokenFrames
        ),
        ("a push", Frame.settings + push, .brokenFrames),
        (
            "going away", Frame.settings + goAway,
            .streamReset(code: 7)
        ),
    ]

    @Test("a server that misbehaves is refused with a reason", arguments: misbehavior.indices)
    func refuses(index: Int) throws {
        let (name, bytes, refusal) = Self.misbehavior[index]
        let client = try Self.exchange()
        _ = try client.takeOutput()
        let seen = #expect(throws: ResponseRefusal.self, "\(name)") {
            for byte in bytes {
                let piece = [byte]
                try client.receive(piece.span)
                while try !client.takeOutput().isEmpty {}
            }
        }

        #expect(seen == refusal, "\(name)")
        #expect(throws: ResponseRefusal.self) { try client.receive(bytes.span) }
    }

    @Test("an end before the answer's end is an early one, and after it none")
    func noticesEnd() throws {
        for (rest, isWhole) in [(Self.headers(Self.ok), false), (Self.headers(Self.ok, ends: true), true)] {
            let client = try Self.exchange()
            _ = try client.takeOutput()
            let frames = Frame.settings + rest
            try client.receive(frames.span)
            #expect((client.response != nil) == isWhole)
            if isWhole {
                try client.endOfInput()
            } else {
                #expect(throws: ResponseRefusal.endedEarly) { try client.endOfInput() }
            }
        }
    }

    @Test("interim answers are skipped and trailers thrown away")
    func skips() throws {
        let client = try Self.exchange()
        _ = try client.takeOutput()
        let frames =
            Frame.settings + Self.headers(Self.status("103")) + Self.headers(Self.ok + Self.field("a", "b"))
            + Self.data("body") + Self.headers(Self.field("t", "x"), ends: true)

        try client.receive(frames.span)

        let response = try #require(client.response)
        #expect(ResponseSummary(response) == .response(200, .http2, fields: ["a: b"], body: "body"))
    }
}
