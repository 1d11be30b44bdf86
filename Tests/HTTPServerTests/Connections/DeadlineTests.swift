import HTTPServer
import TestSupport
import Testing

/// Every limit but the one under test is an hour: a connection that ends has ended for the right reason.
@Suite("Deadlines of a connection")
struct DeadlineTests {
    private static func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
        var limits = ServerLimits()
        (limits.handshake, limits.idle, limits.receiving) = (.seconds(3600), .seconds(3600), .seconds(3600))
        (limits.sending, limits.lingering, limits.draining) = (.seconds(3600), .seconds(3600), .seconds(3600))
        change(&limits)
        return limits
    }

    @Test("a connection that says nothing is closed after the idle time")
    func closesSilent() async throws {
        let server = try await TestServer(Self.limits { $0.idle = .milliseconds(30) })
        let client = try server.client()

        #expect(try client.receive() == [])
    }

    @Test("a connection is closed after the idle time since its last answer")
    func closesIdle() async throws {
        let server = try await TestServer(Self.limits { $0.idle = .milliseconds(30) })
        let client = try server.client()

        try client.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")

        #expect(try client.response().text == "fast")
        #expect(try client.receive() == [])
    }

    @Test("half a request is given up after the time for receiving, though idle time would be longer")
    func closesHalfSaid() async throws {
        let server = try await TestServer(Self.limits { $0.receiving = .milliseconds(30) })
        let client = try server.client()

        try client.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n12")

        #expect(try client.receiveToEnd() == [])
    }

    @Test("lingering ends though idle time would be longer")
    func endsLingering() async throws {
        let server = try await TestServer(Self.limits { $0.lingering = .milliseconds(30) })
        let client = try server.client()

        try client.send("GET /fast HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")

        #expect(try client.response().text == "fast")
        try await until { await server.connectionCount == 0 }
    }

    @Test("a request that its handler takes long over is not cut off")
    func letsHandlersWork() async throws {
        let limits = Self.limits {
            ($0.idle, $0.receiving, $0.sending) = (.milliseconds(1), .milliseconds(1), .milliseconds(1))
        }
        let server = try await TestServer(Self.limits { $0.receiving = limits.receiving })
        let client = try server.client()
        try client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n")
        await server.script.slowHasArrived.wait()

        let other = try server.client()
        try other.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n")
        #expect(try other.receiveToEnd() == [])
        server.script.slowMayAnswer.open()

        #expect(try client.response().text == "slow")
    }
}
