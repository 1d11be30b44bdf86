import HTTPWire
import Testing

/// ENHANCE_YOUR_CALM (RFC 9113 §7).
private let enhanceYourCalm = 11

@Suite("HTTP/2 abuse")
struct AbuseTests {
    private static let opening = Frame.block([
        (":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", "/"),
    ])

    /// Feeds frames one by one, taking output as a server would, until the session is done or the frames are.
    private static func feed(_ session: HTTPSession, _ frames: [[UInt8]]) -> (fed: Int, said: [UInt8]) {
        var said: [UInt8] = []
        _ = session.receive(Frame.preface + Frame.settings)
        for (index, frame) in frames.enumerated() {
            _ = session.receive(frame)
            said += session.takeOutput()
            if session.isFinished { return (index + 1, said) }
        }
        return (frames.count, said)
    }

    @Test("resetting each request at once ends the connection")
    func rapidReset() {
        let frames = (0..<1_000).map { index -> [UInt8] in
            let stream = Int32(2 * index + 1)
            return Frame.request(stream: stream) + Frame.reset(stream: stream)
        }

        let (fed, said) = Self.feed(.cleartext(), frames)

        #expect(fed == 201)
        #expect(Frame.goAwayError(in: said) == enhanceYourCalm)
    }

    @Test("making the server reset each request ends the connection too")
    func madeYouReset() {
        let frames = (0..<1_000).map { index -> [UInt8] in
            let stream = Int32(2 * index + 1)
            return Frame.request(stream: stream, ends: false) + Frame.windowUpdate(0x7FFF_FFFF, stream: stream)
        }

        let (fed, said) = Self.feed(.cleartext(), frames)

        #expect(fed == 201)
        #expect(Frame.goAwayError(in: said) == enhanceYourCalm)
    }

    @Test("answered requests earn resets back, so that a busy viewer is not cut off")
    func earnsBack() {
        let session = HTTPSession.cleartext()
        _ = session.receive(Frame.preface + Frame.settings)

        for index in 0..<1_000 {
            let stream = Int32(4 * index + 1)
            _ = session.receive(Frame.request(stream: stream) + Frame.request(stream: stream + 2))
            session.respond(stream, 200, [])
            _ = session.receive(Frame.reset(stream: stream + 2))
            _ = session.takeOutput()
            _ = session.resume()
        }

        #expect(!session.isFinished && !session.hasOpenRequests)
    }

    @Test(
        "frames that ask for nothing end the connection when there are too many",
        arguments: [
            ("PING", Frame.ping), ("SETTINGS", Frame.settings), ("WINDOW_UPDATE", Frame.windowUpdate(1, stream: 0)),
            ("PRIORITY", Frame.frame(type: 2, stream: 9, payload: [0, 0, 0, 0, 1])),
            ("an unknown type", Frame.frame(type: 200, stream: 0)),
        ])
    func controlFlood(name: String, frame: [UInt8]) {
        let (fed, said) = Self.feed(.cleartext(), [[UInt8]](repeating: frame, count: 5_000))

        #expect(fed < 1_010, "\(name)")
        #expect(Frame.goAwayError(in: said) == enhanceYourCalm)
    }

    @Test(
        "empty pieces of a body end the connection when there are too many",
        arguments: [
            Frame.data([], stream: 1), Frame.frame(type: 0, flags: 8, stream: 1, payload: [2, 0, 0]),
        ])
    func emptyData(frame: [UInt8]) {
        let opening = Frame.request(stream: 1, method: "POST", ends: false)

        let (fed, said) = Self.feed(.cleartext(), [opening] + [[UInt8]](repeating: frame, count: 5_000))

        #expect(fed < 1_010)
        #expect(Frame.goAwayError(in: said) == enhanceYourCalm)
    }

    @Test("a header that grows out of a table ends the connection within one block")
    func headerBomb() {
        let session = HTTPSession.cleartext()
        // RFC 7541 §6.2.1: one literal goes into the table, and then one byte each (§6.1) repeats it.
        let entry: [UInt8] = [0x40] + Frame.string("x") + Frame.string(String(repeating: "b", count: 3_000))
        let block = Self.opening + entry + [UInt8](repeating: 0xBE, count: 13_000)

        let events = session.receive(Frame.preface + Frame.settings + Frame.headers(block, stream: 1))
        let said = session.takeOutput()

        #expect(events.isEmpty)
        #expect(Frame.goAwayError(in: said) == enhanceYourCalm)
        #expect(session.isFinished && !session.wantsInput && session.receive(Frame.ping).isEmpty)
    }

    @Test("far too many fields end the connection", arguments: [997, 5_000])
    func manyFields(count: Int) {
        let (_, said) = Self.feed(
            .cleartext(), [Frame.headers(Self.opening + [UInt8](repeating: 0x90, count: count), stream: 1)])

        #expect(Frame.goAwayError(in: said) == enhanceYourCalm)
    }

    @Test("a trailer out of all bounds ends the connection, whatever became of its stream", arguments: [false, true])
    func trailerBomb(isRefused: Bool) {
        let trailer = Frame.headers([UInt8](repeating: 0x90, count: 1_001), stream: 1)

        let (_, said) = Self.feed(
            .cleartext(bodyLimit: 0),
            [
                Frame.request(stream: 1, method: "POST", ends: false),
                isRefused ? Frame.data([1], stream: 1) : [], trailer,
            ])

        #expect(Frame.goAwayError(in: said) == enhanceYourCalm)
    }

    @Test("a header block that never ends is cut off")
    func continuationFlood() {
        let opening = Frame.frame(type: 1, stream: 1, payload: Frame.block([(":method", "GET")]))
        let more = Frame.frame(type: 9, stream: 1, payload: Frame.block([("x", "y")]))

        let (fed, said) = Self.feed(.cleartext(), [opening] + [[UInt8]](repeating: more, count: 1_000))

        #expect(fed < 20)
        #expect(Frame.goAwayError(in: said) != nil)
    }

    @Test("more streams than allowed are refused in a way that is safe to repeat")
    func capsStreams() {
        let session = HTTPSession.cleartext()
        var limits = WireLimits()
        limits.concurrentStreams = 2

        let limited = HTTPSession.cleartext(limits: limits)
        let requests = (0..<3).flatMap { Frame.request(stream: Int32(2 * $0 + 1)) }
        let all = session.receive(Frame.preface + Frame.settings + requests)
        let some = limited.receive(Frame.preface + Frame.settings + requests)
        let resets = Frame.read(limited.takeOutput()).filter { $0.type == 3 }

        #expect(all.count == 3 && some.count == 2)
        #expect(resets.map(\.stream) == [5] && resets.first?.payload == [0, 0, 0, 7])
    }

    @Test("while answers pile up unread, new requests are refused in a way that is safe to repeat")
    func capsUnreadAnswers() {
        let session = HTTPSession.cleartext()
        let noWindow = Frame.frame(type: 4, stream: 0, payload: [0, 4, 0, 0, 0, 0])

        _ = session.receive(Frame.preface + noWindow + Frame.request(stream: 1))
        session.respond(1, 200, [UInt8](repeating: 0, count: 1_048_576))
        _ = session.takeOutput()
        let events = session.receive(Frame.request(stream: 3))
        let resets = Frame.read(session.takeOutput()).filter { $0.type == 3 }

        #expect(session.pendingOutput == 1_048_576)
        #expect(events.isEmpty && resets.first?.payload == [0, 0, 0, 7])
        #expect(session.wantsInput, "only reading brings the window that lets the answers go")
    }

    @Test("bodies that never end hold no more than their limit")
    func capsUnfinishedBodies() {
        var limits = WireLimits()
        limits.unfinishedBodyBytes = 1_000
        let session = HTTPSession.cleartext(limits: limits)
        let opening =
            Frame.request(stream: 1, method: "POST", ends: false)
            + Frame.request(stream: 3, method: "POST", ends: false)

        _ = session.receive(Frame.preface + Frame.settings + opening)
        _ = session.receive(Frame.data([UInt8](repeating: 1, count: 600), stream: 1))
        _ = session.receive(Frame.data([UInt8](repeating: 1, count: 600), stream: 3))
        let resets = Frame.read(session.takeOutput()).filter { $0.type == 3 }
        let events = session.receive(Frame.data([2], stream: 1, ends: true))

        #expect(resets.map(\.stream) == [3])
        #expect(events.first?.request?.body.count == 601)
    }
}
