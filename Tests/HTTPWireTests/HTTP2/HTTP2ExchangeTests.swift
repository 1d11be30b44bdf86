import HTTPWire
import TestSupport
import Testing

extension HTTPSession {
    func respond(_ stream: Int32, _ status: Int = 200, _ body: [UInt8], fields: [Field] = []) {
        respond(to: StreamID(Int64(stream)), head: ResponseHead(status: status, fields: fields), body: .complete(body))
    }
}

@Suite("HTTP/2 exchanges")
struct HTTP2ExchangeTests {
    @Test("a request arrives whole and its answer goes back whole")
    func answersOne() throws {
        let client = HTTP2Client(.cleartext())

        let stream = client.request("POST", "/license?a=b", fields: [("x-one", "1")], body: bytes("challenge"))
        let request = try #require(client.exchange().first?.request)
        client.server.respond(stream, 201, bytes("license"), fields: [Field("content-type", "text/plain")])
        client.exchange()

        #expect(client.server.version == .http2)
        #expect(request.head.method == .post && request.head.path == "/license" && request.head.query == "a=b")
        #expect(request.head.authority == "a" && request.head.scheme == "http" && request.head.version == .http2)
        #expect(request.head.fields.first("x-one") == "1" && request.body == bytes("challenge"))
        let answer = try #require(client.answers[stream])
        #expect(answer.status == "201" && answer.body == bytes("license") && answer.closedWith == 0)
        #expect(answer.fields == ["content-type": "text/plain", "content-length": "7"])
        #expect(!client.server.hasOpenRequests && !client.server.isFinished)
    }

    @Test("ten streams at a time each get their own answer, in any order")
    func answersTen() {
        let client = HTTP2Client(.cleartext())

        let streams = (0..<10).map { client.request("POST", "/\($0)", body: bytes("body \($0)")) }
        let requests = client.exchange().compactMap(\.request)
        for request in requests.shuffled() {
            client.server.respond(
                to: request.stream, head: ResponseHead(status: 200),
                body: .complete(bytes(request.head.path) + request.body))
        }
        client.exchange()

        #expect(requests.count == 10)
        #expect(streams.map { text(client.answers[$0]?.body ?? []) } == (0..<10).map { "/\($0)body \($0)" })
    }

    @Test("an answer to HEAD tells the length of a body it leaves out")
    func answersHead() throws {
        let client = HTTP2Client(.cleartext())

        let stream = client.request("HEAD")
        client.exchange()
        client.server.respond(stream, 200, bytes("made"))
        client.exchange()

        let answer = try #require(client.answers[stream])
        #expect(answer.fields == ["content-length": "4"] && answer.body.isEmpty && answer.closedWith == 0)
    }

    @Test("a streamed body arrives piece by piece and ends when it is finished")
    func streams() throws {
        let client = HTTP2Client(.cleartext())

        let stream = client.request()
        client.exchange()
        client.server.respond(to: StreamID(Int64(stream)), head: ResponseHead(status: 200), body: .streaming)
        client.exchange()
        for piece in ["one ", "", "two"] {
            client.server.send(bytes(piece), on: StreamID(Int64(stream)))
            client.exchange()
        }
        let halfway = try #require(client.answers[stream])
        client.server.finish(StreamID(Int64(stream)))
        client.exchange()

        #expect(text(halfway.body) == "one two" && halfway.closedWith == nil)
        #expect(client.answers[stream]?.closedWith == 0)
    }

    @Test(
        "a large answer goes no faster than the client's window, and all of it arrives", arguments: [1, 1_000, 65_535])
    func honorsWindow(window: Int) {
        let client = HTTP2Client(.cleartext(), window: UInt32(window))
        let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let size = window == 1 ? 300 : body.count

        let stream = client.request()
        client.exchange()
        client.server.respond(stream, 200, Array(body.prefix(size)))
        let firstData = Frame.read(client.server.takeOutput()).filter { $0.type == 0 }.reduce(0) {
            $0 + $1.payload.count
        }
        let isHeldBack = client.server.pendingOutput == size - firstData

        #expect(firstData == min(window, size))
        #expect(isHeldBack)
    }

    @Test("a body as large as several windows crosses in both directions")
    func crossesWindows() throws {
        let client = HTTP2Client(.cleartext(bodyLimit: 1_000_000))
        let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

        let stream = client.request("POST", body: body)
        let request = try #require(client.exchange().first?.request)
        client.server.respond(stream, 200, request.body)
        client.exchange()

        #expect(request.body == body)
        #expect(client.answers[stream]?.body == body && client.server.pendingOutput == 0)
    }

    @Test("a client that waits is told to go on")
    func tellsToContinue() {
        let client = HTTP2Client(.cleartext())

        let stream = client.request("POST", fields: [("expect", "100-continue")], body: bytes("body"))
        client.exchange()

        #expect(client.answers[stream]?.interim == ["100"])
    }

    @Test("a request that is given up is told to the server, so that it stops working on it")
    func tellsOfCancel() {
        let client = HTTP2Client(.cleartext())

        let stream = client.request()
        client.exchange()
        client.cancel(stream)
        let events = client.exchange().map(EventSummary.init)
        client.server.respond(stream, 200, bytes("late"))

        #expect(events == [.closed(stream: Int64(stream))])
        #expect(client.server.takeOutput().isEmpty && client.server.pendingOutput == 0)
    }

    @Test("no field can split an answer, nor stand in for the session's own")
    func cannotBeSplit() {
        let client = HTTP2Client(.cleartext())

        let stream = client.request()
        client.exchange()
        client.server.respond(
            stream, 200, [],
            fields: [
                Field("X-Bad", "a\r\nb"), Field(":status", "500"), Field("connection", "x"), Field("X-Good", "yes"),
            ])
        client.exchange()

        #expect(client.answers[stream]?.fields == ["x-good": "yes", "content-length": "0"])
    }

    @Test("the events are the same when each byte comes alone")
    func takesSingleBytes() {
        let input =
            Frame.preface + Frame.settings + Frame.request(stream: 1, fields: [("x", "y")]) + Frame.ping
            + Frame.request(stream: 3, method: "POST", ends: false) + Frame.data(bytes("body"), stream: 3, ends: true)
        let whole = HTTPSession.cleartext()
        let single = HTTPSession.cleartext()

        let atOnce = whole.receive(input).map(EventSummary.init)
        let oneByOne = input.flatMap { single.receive([$0]).map(EventSummary.init) }

        #expect(atOnce.count == 2 && oneByOne == atOnce)
        #expect(single.takeOutput() == whole.takeOutput())
    }

    @Test("a session that drains answers what was asked, takes nothing new, and is finished")
    func drains() {
        let client = HTTP2Client(.cleartext())

        let open = client.request()
        client.exchange()
        client.server.drain()
        let crossing = client.request()
        let events = client.exchange()
        let refused = client.request()
        let late = client.exchange()
        client.server.respond(open, 200, bytes("one"))
        client.server.respond(crossing, 200, bytes("two"))
        client.exchange()

        #expect(events.count == 1, "what was sent before the client read GOAWAY is answered")
        #expect(late.isEmpty && client.answers[refused]?.status == "")
        #expect(client.goAways == [0, 0])
        #expect(client.answers[open]?.body == bytes("one") && client.answers[crossing]?.body == bytes("two"))
        #expect(client.server.isFinished)
    }
}
