import HTTPServer
import LocalRegions
import TestSupport
import Testing

@Suite("What a connection refuses")
struct RefusalTests {
    @Test(
        "a body over its route's limit is refused with 413, which can be read though the body is still coming",
        arguments: ["content-length: 1000000\r\n\r\n", "transfer-encoding: chunked\r\n\r\nf4240\r\n"])
    func refusesLargeBody(framing: String) async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send("POST /small HTTP/1.1\r\nhost: a\r\n\(framing)")
        // More than fits into the sockets' buffers would block us: the server may stop reading before it closes.
        _ = await client.sendWithoutWaiting([UInt8](repeating: 0, count: 100_000))
        let answer = try await client.response()

        #expect(answer.status == 413)
        #expect(answer.field("content-type") == "application/problem+json")
        #expect(answer.text.contains("/problems/body-too-large"))
        #expect(try await client.receive() == [])
        #expect(server.script.statuses == [413])
    }

    @Test("a body of exactly its route's limit is taken")
    func takesBodyAtLimit() async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send("POST /small HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n0123456789")

        #expect(try await client.response().text == "0123456789")
    }

    @Test(
        "what is no request is refused with 400, and the connection closed",
        arguments: [
            "nonsense\r\n\r\n", "GET /fast HTTP/1.1\r\n\r\n", "GET /fast HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
            "GET /fast HTTP/1.1\r\nhost : a\r\n\r\n", "GET fast HTTP/1.1\r\nhost: a\r\n\r\n",
            "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
            "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        ])
    func refusesMalformed(request: String) async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send(request)
        let answer = try await client.response()

        #expect(answer.status == 400)
        #expect(answer.text.contains("/problems/malformed-request"))
        #expect(answer.field("connection") == "close")
        #expect(answer.field("made-by") == "script")
        #expect(try await client.receive() == [])
    }

    @Test("requests before a malformed one are answered first")
    func answersWhatCameBefore() async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\nnonsense\r\n\r\n")
        await server.script.slowHasArrived.wait()
        server.script.slowMayAnswer.open()

        #expect(try await client.response().text == "slow")
        #expect(try await client.response().status == 400)
        #expect(try await client.receive() == [])
    }
}
