import HTTPWire
import TestSupport
import Testing

@Suite("HTTP/2 bodies that nobody wants")
struct UnwantedBodyTests {
    /// Bytes by which WINDOW_UPDATE frames widened the window of that stream, or of the connection (0).
    private static func credit(in said: [UInt8], stream: Int) -> Int {
        Frame.read(said).filter { $0.type == 8 && $0.stream == stream }
            .reduce(0) { $0 + $1.payload.reduce(0) { $0 << 8 | Int($1) } }
    }

    private static func types(in said: [UInt8], stream: Int) -> [UInt8] {
        Frame.read(said).filter { $0.stream == stream && $0.type != 8 }.map(\.type)
    }

    /// What a client says back to each PING (RFC 9113 §6.7).
    private static func echo(of said: [UInt8]) -> [UInt8] {
        Frame.read(said).filter { $0.type == 6 }
            .flatMap { Frame.frame(type: 6, flags: 1, stream: 0, payload: $0.payload) }
    }

    /// A session that has refused the body of stream 1 and said all of its answer.
    private static func refused(_ limits: WireLimits = WireLimits()) -> (session: HTTPSession, said: [UInt8]) {
        let session = HTTPSession.cleartext(limits: limits, bodyLimit: 1)
        _ = session.receive(
            Frame.greeting + Frame.request(stream: 1, method: "PUT", ends: false)
                + Frame.data(bytes("too large"), stream: 1))
        session.respond(1, 413, bytes("no"))
        return (session, session.takeOutput())
    }

    @Test(
        "a body over the route's limit is refused, announced or not, and the connection lives on",
        arguments: [11, 66_561, 307_200, 5_242_880], [true, false])
    func limitsBody(size: Int, isAnnounced: Bool) throws {
        let client = HTTP2Client(.cleartext(bodyLimit: 10))

        let fields = isAnnounced ? [("content-length", "\(size)")] : []
        let stream = client.request("PUT", fields: fields, body: [UInt8](repeating: 1, count: size))
        let refused = try #require(client.exchange(answering: 413, bytes("too large")).first?.refused)
        let next = client.request()
        let events = client.exchange()

        #expect(refused.refusal == .bodyTooLarge && !refused.closesConnection && refused.head?.method == .put)
        let answer = try #require(client.answers[stream])
        #expect(answer.status == "413" && answer.body == bytes("too large") && answer.closedWith == 0)
        #expect(events.first?.request?.stream.number == Int64(next))
        #expect(client.goAways.isEmpty)
    }

    @Test("a client is told to stop sending only when it has read the answer")
    func resetsAfterRoundTrip() {
        let (session, said) = Self.refused()

        let early = session.receive(Frame.data([UInt8](repeating: 1, count: 10_000), stream: 1))
        let inBetween = session.takeOutput()
        _ = session.receive(Self.echo(of: said))
        let resets = Frame.read(session.takeOutput()).filter { $0.type == 3 }

        #expect(Self.types(in: said, stream: 1) == [1, 0], "the answer is whole, and no reset can overtake it")
        #expect(Frame.read(said).last?.type == 6, "nor can the PING")
        #expect(early.isEmpty && Self.types(in: inBetween, stream: 1).isEmpty)
        #expect(resets.map(\.stream) == [1] && resets.first?.payload == [0, 0, 0, 0])
        #expect(session.resume().isEmpty && !session.hasOpenRequests)
    }

    @Test("what is in flight is paid back to the windows, before the reset and behind it", arguments: [false, true])
    func paysBack(isReset: Bool) {
        let (session, said) = Self.refused()
        let echo = Self.echo(of: said)
        if isReset { _ = session.receive(echo) }

        var credit = 0
        for _ in 0..<40 {
            _ = session.receive(Frame.data([UInt8](repeating: 1, count: 16_384), stream: 1))
            credit += Self.credit(in: session.takeOutput(), stream: 0)
        }

        #expect(credit > 40 * 16_384 - 65_535)
        #expect(!session.isFinished && session.receive(Frame.request(stream: 3)).count == 1)
    }

    @Test("a client that sends on and never says what it read is told to stop all the same")
    func resetsAfterBytes() {
        var limits = WireLimits()
        limits.unwantedBodyBytes = 20_000
        let (session, _) = Self.refused(limits)

        _ = session.receive(Frame.data([UInt8](repeating: 1, count: 10_000), stream: 1))
        let before = Self.types(in: session.takeOutput(), stream: 1)
        _ = session.receive(Frame.data([UInt8](repeating: 1, count: 10_001), stream: 1))
        let after = Self.types(in: session.takeOutput(), stream: 1)

        #expect(before.isEmpty && after == [3])
    }

    @Test("a client that ends its body after all, or gives up, is not reset", arguments: [true, false])
    func endsByItself(ends: Bool) {
        let (session, said) = Self.refused()

        _ = session.receive(ends ? Frame.data([1], stream: 1, ends: true) : Frame.reset(stream: 1))
        let isOpen = session.hasOpenRequests
        _ = session.receive(Self.echo(of: said))

        #expect(!isOpen && Self.types(in: session.takeOutput(), stream: 1).isEmpty)
    }

    @Test("a thousand refused bodies on one connection are no abuse")
    func manyRefusals() {
        let session = HTTPSession.cleartext(bodyLimit: 1)
        _ = session.receive(Frame.greeting)

        for index in 0..<1_000 {
            let stream = Int32(2 * index + 1)
            _ = session.receive(Frame.request(stream: stream, method: "PUT", ends: false))
            _ = session.receive(Frame.data([UInt8](repeating: 1, count: 1_000), stream: stream))
            session.respond(stream, 413, bytes("no"))
            _ = session.receive(Self.echo(of: session.takeOutput()))
            _ = session.receive(Frame.data([UInt8](repeating: 1, count: 1_000), stream: stream))
            _ = session.receive(Frame.reset(stream: stream))
            _ = session.takeOutput()
        }

        #expect(!session.isFinished && !session.hasOpenRequests)
    }

    @Test("a client that sends no more at all is not waited for")
    func endOfInput() {
        let answered = Self.refused().session
        let waiting = HTTPSession.cleartext(bodyLimit: 1)
        _ = waiting.receive(
            Frame.greeting + Frame.request(stream: 1, method: "PUT", ends: false)
                + Frame.data(bytes("too large"), stream: 1))

        answered.endOfInput()
        waiting.endOfInput()
        waiting.respond(1, 413, bytes("no"))
        let said = waiting.takeOutput()
        _ = answered.takeOutput()

        #expect(Self.types(in: said, stream: 1) == [1, 0, 3])
        #expect(answered.isFinished && waiting.isFinished)
    }
}
