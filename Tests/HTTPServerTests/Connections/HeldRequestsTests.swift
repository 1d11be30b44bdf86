import HTTPServer
import LocalRegions
import TestSupport
import Testing

@Suite("Requests that are not whole, in all")
struct HeldRequestsTests {
    /// What one readable event may bring before it is noted.
    static let readBytes = 1 << 16
    /// Seven bodies of 60 KB, none of which ends: just within what one connection may hold.
    static let halfSaid =
        HTTP2Frames.greeting
        + (0..<7).flatMap { index in
            let stream = 2 * Int32(index) + 1
            let body = [UInt8](repeating: 1, count: 15_000)
            return post(stream: stream, ends: false)
                + (0..<4).flatMap { _ in HTTP2Frames.data(body, stream: stream) }
        }

    private func limits(_ requestBytesMax: Int) -> ServerLimits {
        var limits = ServerLimits()
        limits.requestBytesMax = requestBytesMax
        return limits
    }

    static func post(to path: String = "/echo", stream: Int32, length: Int? = nil, ends: Bool) -> [UInt8] {
        let fields = [(":method", "POST"), (":scheme", "http"), (":authority", "a"), (":path", path)]
        let length = length.map { [("content-length", "\($0)")] } ?? []
        return HTTP2Frames.headers(HTTP2Frames.block(fields + length), stream: stream, ends: ends)
    }

    /// A player's request comes in two pieces, as on a slow line, and is answered.
    private func expectService(of server: TestServer) async throws {
        let other = try server.client()
        try await other.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 8000\r\n\r\nabc")
        try await other.send(String(repeating: "d", count: 7_997))
        let answer = try await other.response()
        #expect(answer.status == 200)
        #expect(answer.text.utf8.count == 8_000)
    }

    @Test("many HTTP/2 clients with bodies that never end hold no more than the limit, and a player is served")
    func boundsHTTP2() async throws {
        let limit = 2 << 20
        let server = try await TestServer(limits(limit))
        var clients: [BlockingClient] = []

        for _ in 0..<30 {
            clients.append(try server.client())
            _ = await clients.last?.sendWithoutWaiting(Self.halfSaid)
            #expect(await server.requests.bytes <= limit + Self.readBytes)
            try await expectService(of: server)
        }

        try await eventually("it is crowded", within: .seconds(20), every: .milliseconds(2)) {
            await server.requests.bytes >= limit / 4 * 3
        }
        #expect(await server.requests.bytes <= limit + Self.readBytes)
        try await expectService(of: server)
    }

    @Test("many HTTP/1.1 clients with small bodies that never end are cut off, the largest first")
    func cutsOffHTTP1() async throws {
        let limit = 1 << 20
        let server = try await TestServer(limits(limit))
        let small = try server.client()
        try await small.send(
            "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n" + String(repeating: "x", count: 50))
        var clients: [BlockingClient] = []

        let half = String(repeating: "x", count: 20_000)
        for _ in 0..<100 {
            clients.append(try server.client())
            try? await clients.last?.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 30000\r\n\r\n" + half)
            #expect(await server.requests.bytes <= limit + Self.readBytes)
        }

        try await eventually("some are cut off", within: .seconds(20), every: .milliseconds(2)) {
            await server.requests.cutOff >= 20
        }
        try await small.send(String(repeating: "y", count: 50))
        #expect(try await small.response().text.hasSuffix("y"), "who holds little is left alone")
        try await expectService(of: server)
    }

    @Test("when it is crowded, a large body is refused with 503 and a time to come back, over either version")
    func refusesLarge() async throws {
        let server = try await TestServer(limits(500_000))
        let holder = try server.client()
        try await holder.send(Self.halfSaid)
        try await eventually("it is crowded", within: .seconds(20), every: .milliseconds(2)) {
            await server.requests.bytes >= 375_000
        }

        let old = try server.client()
        try await old.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 60000\r\n\r\nabc")
        let answer = try await old.response()
        let new = try server.client()
        try await new.send(HTTP2Frames.greeting + Self.post(stream: 1, length: 60_000, ends: false))
        try await new.awaitEnd(of: 1)

        #expect(answer.status == 503)
        #expect(answer.field("retry-after") == "1")
        // Some of the holder's own bodies are refused too.
        #expect(Set(server.script.statuses) == [503])
        try await expectService(of: server)
    }

    @Test("what is told in the end, or left with its connection, is held no longer")
    func forgets() async throws {
        let server = try await TestServer()
        let (teller, leaver) = (try server.client(), try server.client())
        for client in [teller, leaver] {
            try await client.send(
                HTTP2Frames.greeting + Self.post(stream: 1, ends: false) + HTTP2Frames.data([1, 2], stream: 1))
        }
        try await eventually("both are held", within: .seconds(20), every: .milliseconds(2)) {
            await server.requests.bytes > 2 * 1_024
        }

        try await teller.send(HTTP2Frames.data([3], stream: 1, ends: true))
        try await teller.awaitEnd(of: 1)
        await leaver.close()

        try await eventually("nothing is held", within: .seconds(20), every: .milliseconds(2)) {
            await server.requests.bytes == 0
        }
        #expect(await server.requests.cutOff == 0)
    }

    @Test("a request of HTTP/1.1 that waits for its answer is held, and then no longer")
    func countsWaiting() async throws {
        let server = try await TestServer()
        let client = try server.client()
        try await client.send(
            "POST /slow HTTP/1.1\r\nhost: a\r\ncontent-length: 5000\r\n\r\n" + String(repeating: "x", count: 5_000))
        await server.script.slowHasArrived.wait()

        try await eventually("it is held", within: .seconds(20), every: .milliseconds(2)) {
            await server.requests.bytes > 5_000
        }
        server.script.slowMayAnswer.open()
        #expect(try await client.response().text == "slow")
        try await eventually("nothing is held", within: .seconds(20), every: .milliseconds(2)) {
            await server.requests.bytes == 0
        }
    }
}

/// With the server in a process of its own: what it holds is its own memory.
@Suite("Memory of requests that are not whole", .serialized)
struct HeldRequestsMemoryTests {
    /// Together they send one and a half times of what a loop may hold, and each no more than one may.
    private static let clients = 250
    private static let bodiesEach: Int32 = 90
    /// What 250 sessions of nghttp2 take, and what an allocator keeps.
    private static let besides = 48 << 20

    /// What is kept when all have gone: an allocator's odds and ends.
    private static let remains = 16 << 20

    @Test("it stays under its limit, a player beside them is served, and it is given back when they have gone")
    func boundsMemory() async throws {
        let server = try await BareProcess.start()
        let player = try BlockingClient(port: server.port)
        try await player.send(HTTP2Frames.greeting + HTTP2Frames.windowUpdate(1 << 30, stream: 0))
        let before = server.residentBytes
        let body = [UInt8](repeating: 1, count: 4_000)

        var swarm: Swarm? = try Swarm(Self.clients, to: "127.0.0.1", port: server.port, saying: HTTP2Frames.greeting)
        var stream: Int32 = -1
        // One body more from each at a time: a socket takes only so much.
        try await eventually("some are cut off", within: .seconds(30), every: .milliseconds(20)) {
            stream += 2
            let half = HeldRequestsTests.post(to: "/fixed", stream: stream, ends: false)
            swarm?.drip(stream < 2 * Self.bodiesEach ? half + HTTP2Frames.data(body, stream: stream) : [])
            return swarm.map { $0.openCount < Self.clients } ?? true
        }

        #expect(server.peakResidentBytes - before <= ServerLimits().requestBytesMax + Self.besides)
        _ = try await player.latencies(of: 10, firstStream: 1)
        swarm = nil
        try await eventually("it is given back", within: .seconds(10), every: .milliseconds(20)) {
            server.residentBytes - before <= Self.remains
        }
        #expect(server.isRunning)
        await server.stop()
    }
}
