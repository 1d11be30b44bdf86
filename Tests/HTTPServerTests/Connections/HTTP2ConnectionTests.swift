import HTTPServer
import LocalRegions
import TestSupport
import Testing

/// Every limit but the one under test is an hour.
@Suite("A connection that speaks HTTP/2, and badly")
struct HTTP2ConnectionTests {
    private static func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
        var limits = ServerLimits()
        (limits.idle, limits.receiving, limits.sending) = (.seconds(3600), .seconds(3600), .seconds(3600))
        change(&limits)
        return limits
    }

    @Test("a stream that its client has canceled is written no further, and keeps its connection from nothing")
    func endsCanceledStream() async throws {
        let server = try await TestServer(Self.limits { $0.idle = .seconds(1) })
        let client = try server.client()

        try await client.send(HTTP2Frames.greeting + HTTP2Frames.get("/stream?pieces=400", stream: 1))
        try await eventually("the stream begins", within: .seconds(20), every: .milliseconds(2)) {
            server.script.pieceCount > 0
        }
        try await client.send(HTTP2Frames.reset(stream: 1))
        _ = try await client.receiveToEnd()

        #expect(server.script.pieceCount < 100)
    }

    @Test("a client that gives no room for a stream is disconnected after the time for sending")
    func disconnectsBlockedStream() async throws {
        let server = try await TestServer(Self.limits { $0.sending = .milliseconds(50) })
        let client = try server.client()

        try await client.send(HTTP2Frames.greeting + HTTP2Frames.get("/stream?pieces=400", stream: 1))
        _ = try await client.receiveToEnd()

        #expect(server.script.pieceCount < 100)
    }

    @Test("an idle connection is closed after the idle time")
    func closesIdle() async throws {
        let server = try await TestServer(Self.limits { $0.idle = .seconds(1) })
        let client = try server.client()

        try await client.send(HTTP2Frames.greeting + HTTP2Frames.get("/fast", stream: 1))
        _ = try await client.receiveToEnd()

        #expect(server.script.statuses == [200])
    }
}
