import HTTPWire
import Testing

private let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

@Suite("HTTP/1.1 answers")
struct AnswerTests {
    @Test("an answer is a status line, its fields, its length and its body")
    func writesWhole() {
        let session = HTTPSession.cleartext()

        _ = session.receive(get)
        session.respond(1, 201, "made", fields: [Field("Content-Type", "text/plain")])

        #expect(
            session.takeText()
                == "HTTP/1.1 201 Created\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\nmade")
        #expect(!session.isFinished && session.wantsInput && !session.hasOpenRequests)
    }

    @Test("an answer to HEAD tells the length of a body it leaves out")
    func leavesOutBodyOfHead() {
        let session = HTTPSession.cleartext()

        _ = session.receive("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        session.respond(1, 200, "made")

        #expect(session.takeText() == "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n")
    }

    @Test("204 and 304 have neither body nor length", arguments: [204, 304])
    func leavesOutBodyOfBodiless(status: Int) {
        let session = HTTPSession.cleartext()

        _ = session.receive(get)
        session.respond(1, status, "body")

        #expect(!session.takeText().contains("body") && session.pendingOutput == 0)
    }

    @Test("a streamed body goes out in chunks, and an empty piece does not end it")
    func streamsInChunks() {
        let session = HTTPSession.cleartext()

        _ = session.receive(get)
        session.respond(to: StreamID(1), head: ResponseHead(status: 200), body: .streaming)
        for piece in ["hello", "", "0123456789abcdef"] { session.send(bytes(piece), on: StreamID(1)) }
        session.finish(StreamID(1))
        session.finish(StreamID(1))

        #expect(
            session.takeText()
                == "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"
        )
        #expect(!session.hasOpenRequests)
    }

    @Test("to HTTP/1.0 a streamed body ends with the connection")
    func streamsUntilClose() {
        let session = HTTPSession.cleartext()

        _ = session.receive("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        session.respond(to: StreamID(1), head: ResponseHead(status: 200), body: .streaming)
        session.send(bytes("hello"), on: StreamID(1))
        let whileStreaming = session.takeText()
        let isFinishedEarly = session.isFinished
        session.finish(StreamID(1))

        #expect(whileStreaming == "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello")
        #expect(!isFinishedEarly && session.isFinished)
    }

    @Test("a streamed answer to HEAD is a head alone")
    func streamsNothingToHead() {
        let session = HTTPSession.cleartext()

        _ = session.receive("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        session.respond(to: StreamID(1), head: ResponseHead(status: 200), body: .streaming)
        session.send(bytes("hello"), on: StreamID(1))
        session.finish(StreamID(1))

        #expect(session.takeText() == "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        #expect(!session.hasOpenRequests)
    }

    @Test(
        "no field can split an answer",
        arguments: [
            Field("x", "a\r\nset-cookie: b"), Field("x", "a\nb"), Field("x", "a\rb"), Field("x", "a\0b"),
            Field("x\r\ny", "a"), Field("x y", "a"), Field("", "a"), Field("x:", "a"), Field("x", "a\r\n\r\n<html>"),
        ])
    func cannotBeSplit(field: Field) {
        let session = HTTPSession.cleartext()

        _ = session.receive(get)
        session.respond(1, fields: [field, Field("kept", "yes")])

        #expect(session.takeText() == "HTTP/1.1 200 OK\r\nkept: yes\r\ncontent-length: 0\r\n\r\n")
    }

    @Test(
        "framing fields of the caller are left out", arguments: ["Content-Length", "transfer-encoding", "Connection"])
    func ownsFraming(name: String) {
        #expect(ResponseHead(status: 200, fields: [Field(name, "9")]).fields.isEmpty)
    }

    @Test("a status that is none becomes 500", arguments: [0, 100, 199, 600, -1, Int.max])
    func replacesBadStatus(status: Int) {
        #expect(ResponseHead(status: status).status == 500)
    }

    @Test("a second answer, and one to nobody, change nothing")
    func ignoresStrayAnswers() {
        let session = HTTPSession.cleartext()

        _ = session.receive(get)
        session.respond(7, 200, "stray")
        session.respond(1, 200, "right")
        session.respond(1, 200, "again")
        session.send(bytes("stray"), on: StreamID(1))

        #expect(session.takeText() == "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nright")
    }
}
