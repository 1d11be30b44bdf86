import HTTPWire
import Testing

@Suite("HTTP/1.1 requests")
struct RequestReadingTests {
    @Test("names become lower case, values lose the white space around them, and order is kept")
    func readsFields() throws {
        let session = HTTPSession.cleartext()

        let events = session.receive(
            bytes("GET / HTTP/1.1\r\nHost: a\r\nX-One: \t 1 \t\r\nx-two:\r\nX-ONE:3 4\r\n\r\n"))
        let fields = try #require(events.first?.request).head.fields

        #expect(fields.count == 4)
        #expect(fields.all("x-one") == ["1", "3 4"])
        #expect(fields.first("x-two") == "")
        #expect(fields.first("x-three") == nil)
        #expect(fields.bytes(of: "x-one").map(Array.init) == bytes("1"))
    }

    @Test("of all bytes, a value may hold tab, space and what can be seen", arguments: 0...255)
    func judgesValueBytes(byte: Int) {
        let session = HTTPSession.cleartext()
        let isAllowed = byte == 9 || (byte >= 0x20 && byte != 0x7F)

        let events = session.receive(
            bytes("GET / HTTP/1.1\r\nHost: a\r\nX: b") + [UInt8(byte)] + bytes("c\r\n\r\n"))

        #expect((events.first?.request != nil) == isAllowed)
    }

    @Test(
        "a target gives path, query and authority",
        arguments: [
            ("GET /a%20b?c=d?e", "/a%20b", "c=d?e", "host:1"), ("GET /?", "/", "", "host:1"),
            ("GET http://Other:8080/x?y", "/x", "y", "Other:8080"), ("GET HTTPS://other", "/", nil, "other"),
            ("GET http://other?q", "/", "q", "other"), ("OPTIONS *", "*", nil, "host:1"),
            ("OPTIONS http://other", "*", nil, "other"), ("GET //x//y", "//x//y", nil, "host:1"),
            ("GET http://[::1]:8/", "/", nil, "[::1]:8"),
        ] as [(String, String, String?, String)])
    func readsTargets(line: String, path: String, query: String?, authority: String) throws {
        let session = HTTPSession.cleartext()

        let events = session.receive(bytes("\(line) HTTP/1.1\r\nHost: host:1\r\n\r\n"))
        let head = try #require(events.first?.request).head

        #expect(head.path == path)
        #expect(head.query == query)
        #expect(head.authority == authority)
    }

    @Test("any HTTP/1.x after 1.0 is taken as 1.1", arguments: ["1.1", "1.2", "1.9"])
    func takesLaterMinorVersions(version: String) {
        let session = HTTPSession.cleartext()

        let events = session.receive(bytes("GET / HTTP/\(version)\r\nHost: a\r\n\r\n"))

        #expect(events.first?.request?.head.version == .http11)
    }

    @Test("a method nobody knows reaches the routes, case and all", arguments: ["get", "PURGE", "X-1!"])
    func keepsUnknownMethods(method: String) {
        let session = HTTPSession.cleartext()

        let events = session.receive(bytes("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n"))

        #expect(events.first?.request?.head.method == .other(method))
    }

    @Test("a client that waits is told to go on, and one that does not wait is not")
    func tellsToContinue() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n"
        let waiting = HTTPSession.cleartext()
        let impatient = HTTPSession.cleartext()

        let early = waiting.receive(head)
        let interim = waiting.takeText()
        let late = waiting.receive("ok")
        let atOnce = impatient.receive(head + "ok")

        #expect(early.isEmpty)
        #expect(interim == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(late == atOnce && late.count == 1)
        #expect(waiting.takeText().isEmpty && impatient.takeText().isEmpty)
    }

    @Test("a client that waits with a body too large is refused instead of told to go on")
    func refusesInsteadOfContinue() {
        let session = HTTPSession.cleartext(bodyLimit: 1)

        let events = session.receive("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")

        #expect(events == [.refused(stream: 1, .bodyTooLarge)])
        #expect(session.takeText().isEmpty)
    }

    @Test("an interim answer waits for the answers before it")
    func interimKeepsOrder() {
        let session = HTTPSession.cleartext()

        _ = session.receive(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                + "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        )
        let before = session.takeText()
        session.respond(1)
        let after = session.takeText()

        #expect(before.isEmpty)
        #expect(after.hasPrefix("HTTP/1.1 200 OK\r\n") && after.hasSuffix("HTTP/1.1 100 Continue\r\n\r\n"))
    }

    @Test("a request that somebody keeps stays what it is when others are read")
    func keepsRequests() throws {
        let session = HTTPSession.cleartext()

        let kept = try (1...3).map { number in
            let sent = "POST /\(number) HTTP/1.1\r\nHost: a\r\nX: \(number)\r\nContent-Length: 1\r\n\r\n\(number)"
            let request = try #require(session.receive(bytes(sent)).first?.request)
            session.respond(Int64(number))
            return request
        }

        #expect(kept.map(\.stream.number) == [1, 2, 3])
        #expect(kept.map(\.head.path) == ["/1", "/2", "/3"])
        #expect(kept.map { $0.head.fields.first("x") } == ["1", "2", "3"])
        #expect(kept.map { text($0.body) } == ["1", "2", "3"])
    }
}
