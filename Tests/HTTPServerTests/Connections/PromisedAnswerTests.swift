import Foundation
import HTTPServer
import LocalRegions
import TestSupport
import Testing

@Suite("Answers that are promised and come in a later turn")
struct PromisedAnswerTests {
    @Test("requests in a row on one connection are answered in their order")
    func inOrder() async throws {
        let server = try await TestServer()
        let client = try server.client()
        let targets = ["/promised?text=a", "/fast", "/promised?text=b", "/promised?text=c"]

        try await client.send(targets.map { "GET \($0) HTTP/1.1\r\nhost: a\r\n\r\n" }.joined())

        var texts: [String] = []
        for _ in targets { texts.append(try await client.response().text) }
        #expect(texts == ["a", "fast", "b", "c"])
        #expect(server.script.statuses == [200, 200, 200, 200])
    }

    @Test("why an answer is an internal error is told to the server and not to the client")
    func internalError() async throws {
        let server = try await TestServer()
        let client = try server.client()

        try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\nGET /broken HTTP/1.1\r\nhost: a\r\n\r\n")
        _ = try await client.response()
        let broken = try await client.response()

        #expect(broken.text.contains("Told to all."))
        #expect(!broken.text.contains("for the log"))
        #expect(server.script.reasons == ["for the log"])
    }

    @Test("a hundred streams of one HTTP/2 connection each get their own")
    func streams() async throws {
        let server = try await TestServer()
        let client = try server.client()
        let gets = (0..<100).flatMap { HTTP2Frames.get("/promised?text=n\($0)", stream: Int32($0) * 2 + 1) }

        try await client.send(HTTP2Frames.greeting + gets)

        try await eventually("all are answered", within: .seconds(20), every: .milliseconds(2)) {
            server.script.statuses.count == 100
        }
        #expect(server.script.statuses.allSatisfy { $0 == 200 })
        #expect(await server.connectionCount == 1)
    }

    @Test("a client that has left meanwhile harms nobody")
    func clientHasLeft() async throws {
        let server = try await TestServer()
        let (leaver, other) = (try server.client(), try server.client())
        try await leaver.send("GET /promised HTTP/1.1\r\nhost: a\r\n\r\n")
        await leaver.close()

        try await other.send("GET /promised?text=mine HTTP/1.1\r\nhost: a\r\n\r\n")

        #expect(try await other.response().text == "mine")
        try await eventually("the leaver is forgotten", within: .seconds(20), every: .milliseconds(2)) {
            await server.connectionCount == 1
        }
    }

    @Test("a listener that drains waits for what was promised")
    func drains() async throws {
        let server = try await TestServer()
        let client = try server.client()
        try await client.send("GET /promised HTTP/1.1\r\nhost: a\r\n\r\nGET /promised HTTP/1.1\r\nhost: a\r\n\r\n")
        _ = try await client.response()

        async let drained: Void = server.drain()
        let text = try await client.response().text
        await client.close()
        await drained

        #expect(text == "kept")
    }
}
