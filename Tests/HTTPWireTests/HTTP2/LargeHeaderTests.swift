import HTTPWire
import TestSupport
import Testing

/// A header block that is too large, and not so large that the connection must end.
struct LargeHeader: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fields: [(String, String)]

    init(_ description: String, count: Int = 1, size: Int) {
        testDescription = description
        fields = (0..<count).map { ("x\($0)", String(repeating: "y", count: size)) }
    }
}

@Suite("HTTP/2 headers that are too large")
struct LargeHeaderTests {
    static let table = [
        LargeHeader("one field of 20 KiB", size: 20_480),
        LargeHeader("one field of 64 KiB", size: 65_536),
        LargeHeader("97 small fields and four pseudo-fields", count: 97, size: 1),
        LargeHeader("200 small fields", count: 200, size: 1),
        LargeHeader("10 fields of 10 KiB", count: 10, size: 10_240),
    ]

    /// One block, split into frames of the largest size a client may use unasked (RFC 9113 §4.2).
    private static func request(
        stream: Int32, method: String = "GET", fields: [(String, String)], ends: Bool = true
    ) -> [UInt8] {
        let all = [(":method", method), (":scheme", "http"), (":authority", "a"), (":path", "/")] + fields
        return split(Frame.block(all), stream: stream, ends: ends)
    }

    private static func split(_ block: [UInt8], stream: Int32, ends: Bool) -> [UInt8] {
        stride(from: 0, to: block.count, by: 16_384).flatMap { start in
            let end = min(block.count, start + 16_384)
            let flags = (start == 0 && ends ? Frame.endStream : 0) | (end == block.count ? Frame.endHeaders : 0)
            let piece = Array(block[start..<end])
            return Frame.frame(type: start == 0 ? 1 : 9, flags: flags, stream: stream, payload: piece)
        }
    }

    @Test("the request is refused, its answer goes out, and the connection lives on", arguments: table)
    func refuses(row: LargeHeader) {
        let session = HTTPSession.cleartext()

        let events = session.receive(
            Frame.preface + Frame.settings + Self.request(stream: 1, fields: row.fields))
        session.respond(1, 431, bytes("too large"))
        let answer = Frame.read(session.takeOutput()).filter { $0.stream == 1 }
        let next = session.receive(Frame.request(stream: 3))

        #expect(events.map(EventSummary.init) == [.refused(stream: 1, .headerTooLarge)])
        #expect(events.first?.refused?.closesConnection == false)
        #expect(answer.map(\.type) == [1, 0] && answer.last?.payload == bytes("too large"))
        #expect(next.first?.request?.stream == StreamID(3))
    }

    @Test("a field line at its limit is taken, as in HTTP/1.1")
    func takesLimit() {
        let session = HTTPSession.cleartext()
        let value = String(repeating: "y", count: WireLimits().fieldLineBytes - 3)

        let events = session.receive(
            Frame.preface + Frame.settings + Self.request(stream: 1, fields: [("x", value)]))
        let refused = session.receive(Self.request(stream: 3, fields: [("x", value + "y")]))

        #expect(events.first?.request?.head.fields.first("x") == value)
        #expect(refused.first?.refused?.refusal == .headerTooLarge)
    }

    @Test("an answer to a HEAD request whose header is too large has no body")
    func refusesHead() {
        let session = HTTPSession.cleartext()

        _ = session.receive(
            Frame.preface + Frame.settings
                + Self.request(stream: 1, method: "HEAD", fields: [("x", String(repeating: "y", count: 40_000))]))
        session.respond(1, 431, bytes("too large"))

        #expect(Frame.read(session.takeOutput()).filter { $0.stream == 1 }.map(\.type) == [1])
    }

    @Test("a body behind a header that is too large is thrown away")
    func swallowsBody() {
        let session = HTTPSession.cleartext()

        let events = session.receive(
            Frame.preface + Frame.settings
                + Self.request(stream: 1, method: "PUT", fields: Self.table[1].fields, ends: false)
                + Frame.data([UInt8](repeating: 1, count: 10_000), stream: 1, ends: true))

        #expect(events.map(EventSummary.init) == [.refused(stream: 1, .headerTooLarge)])
    }

    @Test("trailers are thrown away, and refused when they are too large", arguments: [8_150, 8_160])
    func trailers(size: Int) {
        let session = HTTPSession.cleartext()
        let opening = Frame.preface + Frame.settings + Frame.request(stream: 1, method: "POST", ends: false)
        let trailer = Frame.headers(Frame.block([("x", String(repeating: "y", count: size))]), stream: 1)

        let events = session.receive(opening + Frame.data(bytes("body"), stream: 1) + trailer)

        #expect(events.count == 1 && session.receive(Frame.request(stream: 3)).count == 1)
        if size + 33 <= WireLimits().trailerBytes {
            #expect(events.first?.request?.body == bytes("body"))
            #expect(events.first?.request?.head.fields.contains("x") == false)
        } else {
            #expect(events.first?.refused?.refusal == .headerTooLarge)
        }
    }
}
