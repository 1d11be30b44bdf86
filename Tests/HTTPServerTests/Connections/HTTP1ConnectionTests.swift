import HTTPServer
import LocalRegions
import TestSupport
import Testing

@Suite("A connection that speaks HTTP/1.1")
struct HTTP1ConnectionTests {
    private static let host = "host: localhost\r\n\r\n"

    @Test("one connection answers one request after another")
    func keepsAlive() async throws {
        let server = try await TestServer()
        let client = try server.client()

        for _ in 0..<3 {
            try await client.send("GET /fast HTTP/1.1\r\n\(Self.host)")
            let answer = try await client.response()

            #expect(answer.status == 200)
            #expect(answer.text == "fast")
            #expect(answer.field("date")?.hasSuffix(" GMT") == true)
        }
        #expect(await server.connectionCount == 1)
    }

    @Test("a fast answer behind a slow one waits for its turn")
    func answersInOrder() async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send("GET /slow HTTP/1.1\r\n\(Self.host)GET /fast HTTP/1.1\r\n\(Self.host)")
        await server.script.slowHasArrived.wait()
        server.script.slowMayAnswer.open()

        #expect(try await client.response().text == "slow")
        #expect(try await client.response().text == "fast")
    }

    @Test("a chunked body arrives whole, however its bytes are cut", arguments: [1, 7, 1000])
    func readsChunks(size: Int) async throws {
        let server = try await TestServer()
        let client = try server.client()
        let request = Array(
            "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n4\r\nWiki\r\n6\r\npedia \r\n0\r\n\r\n"
                .utf8)

        for start in stride(from: 0, to: request.count, by: size) {
            try await client.send(Array(request[start..<min(start + size, request.count)]))
        }

        #expect(try await client.response().text == "Wikipedia ")
    }

    @Test("a streamed answer comes in chunks, every byte of it, and the connection goes on")
    func streams() async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send("GET /stream?pieces=40 HTTP/1.1\r\n\(Self.host)GET /fast HTTP/1.1\r\n\(Self.host)")
        let answer = try await client.response()

        #expect(answer.field("transfer-encoding") == "chunked")
        #expect(answer.body == (0..<40).flatMap { [UInt8](repeating: $0, count: ScriptedResponder.pieceBytes) })
        #expect(try await client.response().text == "fast")
    }

    @Test("HEAD is told the length of the body that GET would bring, and gets none")
    func answersHead() async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send("HEAD /fast HTTP/1.1\r\n\(Self.host)GET /fast HTTP/1.1\r\n\(Self.host)")
        let answer = try await client.response(isBodyless: true)

        #expect(answer.field("content-length") == "4")
        #expect(try await client.response().text == "fast")
    }

    @Test("HTTP/1.0 is answered, and the connection closed")
    func answersHTTP10() async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send("GET /fast HTTP/1.0\r\n\r\n")

        #expect(try await client.response().text == "fast")
        #expect(try await client.receive() == [])
    }

    @Test("a client that ended its side still gets its answer", arguments: ["/fast", "/slow", "/stream"])
    func answersHalfClosed(path: String) async throws {
        let server = try await TestServer()
        server.script.slowMayAnswer.open()
        let client = try server.client()

        try await client.send("GET \(path) HTTP/1.1\r\n\(Self.host)")
        await client.finishWriting()

        #expect(try await client.response().status == 200)
        #expect(try await client.receive() == [])
    }

    @Test("a client that ended its side gets all of its pipelined answers")
    func answersPipelineOfHalfClosed() async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send(String(repeating: "GET /fast HTTP/1.1\r\n\(Self.host)", count: 40))
        await client.finishWriting()

        for _ in 0..<40 { #expect(try await client.response().text == "fast") }
        #expect(try await client.receive() == [])
    }

    @Test("a client that leaves during its request takes its connection with it")
    func forgetsVanishedClient() async throws {
        let server = try await TestServer()
        let client = try server.client()
        try await client.send("GET /slow HTTP/1.1\r\n\(Self.host)")
        await server.script.slowHasArrived.wait()

        await client.reset()
        server.script.slowMayAnswer.open()
        let other = try server.client()
        try await other.send("GET /fast HTTP/1.1\r\n\(Self.host)")

        #expect(try await other.response().text == "fast")
        try await eventually("only the other is left", within: .seconds(20), every: .milliseconds(2)) {
            await server.connectionCount == 1
        }
    }
}
