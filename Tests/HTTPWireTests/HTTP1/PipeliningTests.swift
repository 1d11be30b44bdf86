import HTTPWire
import Testing

@Suite("HTTP/1.1 connections")
struct PipeliningTests {
    private static func gets(_ count: Int) -> String {
        (1...count).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
    }

    @Test(
        "answers go out in the order of the requests, whatever the order they came in",
        arguments: [[3, 1, 2], [2, 3, 1], [1, 2, 3]])
    func keepsOrder(answered: [Int64]) {
        let session = HTTPSession.cleartext()

        let events = session.receive(Self.gets(3))
        for stream in answered { session.respond(stream, 200, "<\(stream)>") }
        let output = session.takeText()

        #expect(events.count == 3)
        #expect(output.matches(of: /<\d>/).map { String($0.0) } == ["<1>", "<2>", "<3>"])
        #expect(session.pendingOutput == 0 && !session.hasOpenRequests)
    }

    @Test("a streamed answer holds back what follows it until it ends")
    func streamingHoldsBack() {
        let session = HTTPSession.cleartext()

        _ = session.receive(Self.gets(2))
        session.respond(to: StreamID(2), head: ResponseHead(status: 200), body: .streaming)
        session.send(bytes("second"), on: StreamID(2))
        session.respond(to: StreamID(1), head: ResponseHead(status: 200), body: .streaming)
        session.send(bytes("first"), on: StreamID(1))
        let early = session.takeText()
        session.finish(StreamID(1))
        let late = session.takeText()

        #expect(early.contains("first") && !early.contains("second"))
        #expect(late.hasPrefix("0\r\n\r\nHTTP/1.1 200 OK") && late.hasSuffix("6\r\nsecond\r\n"))
    }

    @Test("beyond the limit of waiting requests nothing is read until one is answered")
    func capsWaitingRequests() {
        let session = HTTPSession.cleartext()

        let first = session.receive(Self.gets(20))
        let wantsInputWhenFull = session.wantsInput
        session.respond(1)
        let next = session.resume()

        #expect(first.count == 16)
        #expect(!wantsInputWhenFull)
        #expect(next.compactMap(\.request?.head.path) == ["/17"])
    }

    @Test("answers that nobody takes stop the reading")
    func capsOutput() {
        let session = HTTPSession.cleartext()

        _ = session.receive(Self.gets(1))
        session.respond(1, 200, String(repeating: "x", count: 1_048_576))
        let wantsInputWhenFull = session.wantsInput
        _ = session.takeOutput()

        #expect(!wantsInputWhenFull && session.wantsInput)
    }

    @Test("nothing is read behind a request that says close", arguments: ["close", "Close", "keep-alive, close"])
    func closesOnRequest(value: String) {
        let session = HTTPSession.cleartext()

        let events = session.receive("GET / HTTP/1.1\r\nHost: a\r\nConnection: \(value)\r\n\r\n" + Self.gets(1))
        session.respond(1)

        #expect(events.count == 1)
        #expect(session.takeText().contains("connection: close"))
        #expect(session.isFinished && !session.wantsInput)
    }

    @Test("an idle connection that drains is finished at once")
    func drainsIdle() {
        let fresh = HTTPSession.cleartext()
        let used = HTTPSession.cleartext()

        _ = used.receive(Self.gets(1))
        used.respond(1)
        _ = used.takeOutput()
        fresh.drain()
        used.drain()

        #expect(fresh.isFinished && used.isFinished)
    }

    @Test(
        "a connection that drains answers the request that has begun, and says that it is the last", arguments: 1..<26)
    func drainsBusy(cut: Int) {
        let session = HTTPSession.cleartext()
        let request = Self.gets(1)

        let early = session.receive(String(request.prefix(cut)))
        session.drain()
        let late = session.receive(request.dropFirst(cut) + Self.gets(1))
        session.respond(1)

        #expect(early.count + late.count == 1)
        #expect(session.takeText().contains("connection: close"))
        #expect(session.isFinished)
    }

    @Test("a peer that stops talking gets the answers it asked for, and no more")
    func answersAfterEnd() {
        let session = HTTPSession.cleartext()

        _ = session.receive(Self.gets(1) + "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")
        session.endOfInput()
        let isFinishedEarly = session.isFinished
        session.respond(1)

        #expect(!isFinishedEarly)
        #expect(session.takeText().contains("connection: close"))
        #expect(session.isFinished)
    }

    @Test("requests held back when the peer stopped talking are answered too")
    func answersHeldBackAfterEnd() {
        let session = HTTPSession.cleartext()

        var answered = session.receive(Self.gets(20)).count
        session.endOfInput()
        for stream in 1...20 {
            session.respond(Int64(stream))
            answered += session.resume().count
        }
        let output = session.takeText()

        #expect(answered == 20)
        #expect(output.matches(of: /HTTP\/1.1 200/).count == 20)
        #expect(session.isFinished)
    }
}
