import HTTPServer
import LocalRegions
import TestSupport
import Testing

/// Every limit but the one under test is an hour: a connection that ends has ended for the right reason.
///
/// An idle time during which the test itself has to send something is a second: a busy machine is slow.
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

        #expect(try await client.receive() == [])
    }

    @Test("a connection is closed after the idle time since its last answer")
    func closesIdle() async throws {
        let server = try await TestServer(Self.limits { $0.idle = .seconds(1) })
        let client = try server.client()

        try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")

        #expect(try await client.response().text == "fast")
        #expect(try await client.receive() == [])
    }

    @Test(
        "half a request is given up after the time for receiving, though idle time would be longer",
        arguments: [
            "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n12", "GET /echo HTTP/1.1\r\nhost: a\r\nx-",
            "GE", "P",
        ])
    func closesHalfSaid(half: String) async throws {
        let server = try await TestServer(Self.limits { $0.receiving = .milliseconds(30) })
        let client = try server.client()

        try await client.send(half)

        #expect(try await client.receiveToEnd() == [])
    }

    @Test("lingering ends though idle time would be longer")
    func endsLingering() async throws {
        let server = try await TestServer(Self.limits { $0.lingering = .milliseconds(30) })
        let client = try server.client()

        try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")

        #expect(try await client.response().text == "fast")
        try await eventually("the connection ends", within: .seconds(20), every: .milliseconds(2)) {
            await server.connectionCount == 0
        }
    }

    @Test("a request that its handler takes long over is not cut off")
    func letsHandlersWork() async throws {
        let server = try await TestServer(
            Self.limits {
                ($0.idle, $0.receiving, $0.sending) = (.seconds(1), .milliseconds(30), .milliseconds(30))
            })
        let client = try server.client()
        try await client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n")
        await server.script.slowHasArrived.wait()

        // Another connection lives through its whole idle time meanwhile.
        let other = try server.client()
        #expect(try await other.receive() == [])
        server.script.slowMayAnswer.open()

        #expect(try await client.response().text == "slow")
    }

    @Test("each request begins the idle time anew, though it is answered at once")
    func renewsIdleTime() async throws {
        let server = try await TestServer(Self.limits { $0.idle = .milliseconds(1500) })
        let (busy, silent) = (try server.client(), try server.client())

        async let end = silent.receive()
        try await eventually("the silent one is closed", within: .seconds(20), every: .milliseconds(50)) {
            try await busy.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
            _ = try await busy.response()
            return await server.connectionCount == 1
        }
        #expect(try await end == [])
        try await busy.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")

        #expect(try await busy.response().text == "fast")
    }

    @Test("a body that comes byte by byte has its time in total, though requests beside it come and are answered")
    func closesDrippingBesideOthers() async throws {
        let server = try await TestServer(Self.limits { $0.receiving = .seconds(1) })
        let client = try server.client()
        try await client.send(HTTP2Frames.greeting)
        let opening = HTTP2Frames.block([
            (":method", "POST"), (":scheme", "http"), (":authority", "a"), (":path", "/echo"),
        ])
        try await client.send(HTTP2Frames.headers(opening, stream: 1, ends: false))

        var stream: Int32 = 1
        try await eventually("the connection ends", within: .seconds(20), every: .milliseconds(50)) {
            stream += 2
            let drip = HTTP2Frames.data([1], stream: 1) + HTTP2Frames.get("/fast", stream: stream)
            _ = await client.sendWithoutWaiting(drip)
            return await server.connectionCount == 0
        }
    }
}
