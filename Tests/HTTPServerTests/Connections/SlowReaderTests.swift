import HTTPServer
import LocalRegions
import TestSupport
import Testing

@Suite("A client that does not read")
struct SlowReaderTests {
    private static let count = 400

    /// Enough turns of the loop for everything that is not held back.
    private func letServerWork(_ server: TestServer) async throws {
        let other = try server.client()
        for _ in 0..<200 {
            try await other.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
            _ = try await other.response()
        }
    }

    @Test("pipelined requests are not answered before there is room, and all are answered in the end")
    func holdsRequestsBack() async throws {
        var limits = ServerLimits()
        limits.unsentBytesMax = 65_536
        let server = try await TestServer(limits)
        let client = try server.client(receiveBufferBytes: 4096)

        try await client.send(String(repeating: "GET /large HTTP/1.1\r\nhost: a\r\n\r\n", count: Self.count))
        try await letServerWork(server)

        // 26 MB are asked for; the kernel's buffers take a few, and the server may hold a few hundred kB.
        #expect(server.script.answerCount < 200 + Self.count / 2)
        for _ in 0..<Self.count { #expect(try await client.response().body.count == ScriptedResponder.pieceBytes) }
    }

    @Test("a streamed body is made only as fast as it is taken")
    func holdsStreamBack() async throws {
        let server = try await TestServer()
        let client = try server.client(receiveBufferBytes: 4096)

        try await client.send("GET /stream?pieces=\(Self.count) HTTP/1.1\r\nhost: a\r\n\r\n")
        try await letServerWork(server)

        #expect(server.script.pieceCount < Self.count / 2)
        #expect(try await client.response().body.count == Self.count * ScriptedResponder.pieceBytes)
    }

    @Test("who takes nothing is disconnected after the time for sending")
    func disconnects() async throws {
        var limits = ServerLimits()
        limits.sending = .milliseconds(50)
        let server = try await TestServer(limits)
        let client = try server.client(receiveBufferBytes: 4096)

        try await client.send("GET /stream?pieces=\(Self.count) HTTP/1.1\r\nhost: a\r\n\r\n")

        try await eventually("the connection ends", within: .seconds(20), every: .milliseconds(2)) {
            await server.connectionCount == 0 && server.script.pieceCount > 0
        }
        #expect(server.script.pieceCount < Self.count)
    }
}
