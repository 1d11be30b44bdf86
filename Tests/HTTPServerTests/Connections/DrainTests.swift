import HTTPServer
import TestSupport
import Testing

@Suite("Draining a listener")
struct DrainTests {
    @Test("the request at hand is finished, idle connections close, and nobody new is let in")
    func finishesWork() async throws {
        let server = try await TestServer()
        let (busy, idle, silent) = (try server.client(), try server.client(), try server.client())
        try await idle.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
        #expect(try await idle.response().text == "fast")
        try await busy.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n")
        await server.script.slowHasArrived.wait()

        async let drained: Void = server.drain()
        #expect(try await idle.receive() == [])
        #expect(try await silent.receive() == [])
        #expect(throws: BlockingClient.Failure.self) { try server.client() }
        server.script.slowMayAnswer.open()
        let answer = try await busy.response()
        #expect(try await busy.receive() == [])
        for client in [busy, idle, silent] { await client.close() }
        await drained

        #expect(answer.text == "slow")
        #expect(answer.field("connection") == "close")
        #expect(await server.connectionCount == 0)
    }

    @Test("what was sent before is answered, although nobody had taken the connection yet")
    func answersWhatHasCome() async throws {
        for _ in 0..<20 {
            let server = try await TestServer()
            let client = try server.client()
            try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")

            async let drained: Void = server.drain()
            let answer = try await client.response()
            await client.close()
            await drained

            #expect(answer.text == "fast")
        }
    }

    @Test("who does not finish in time is cut off")
    func cutsOff() async throws {
        var limits = ServerLimits()
        limits.draining = .milliseconds(30)
        let server = try await TestServer(limits)
        let client = try server.client()
        try await client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n")
        await server.script.slowHasArrived.wait()

        await server.drain()

        #expect(try await client.receive() == [])
        #expect(await server.connectionCount == 0)
        server.script.slowMayAnswer.open()
    }
}
