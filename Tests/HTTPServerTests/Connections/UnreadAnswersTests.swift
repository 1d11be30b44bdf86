import Cryptography
import Foundation
import HTTPServer
import LocalRegions
import TestSupport
import Testing

@Suite("Answers that nobody reads, in all")
struct UnreadAnswersTests {
    /// An initial window of 0 (RFC 9113 §6.9.2): every answer has to wait, and none in the kernel.
    static let shutWindows =
        HTTP2Frames.preface + HTTP2Frames.frame(type: 4, stream: 0, payload: [0, 4, 0, 0, 0, 0])
        + HTTP2Frames.settingsAcknowledged
    private static let answerBytes = ScriptedResponder.pieceBytes

    private func limits(_ unreadBytesMax: Int) -> ServerLimits {
        var limits = ServerLimits()
        limits.unreadBytesMax = unreadBytesMax
        return limits
    }

    private func expectService(of server: TestServer) async throws {
        let other = try server.client()
        try await other.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
        #expect(try await other.response().text == "fast")
    }

    /// Asks for so many answers of 64 KiB, and comes back when the server holds them.
    private func leaveUnread(_ count: Int32, from server: TestServer) async throws -> BlockingClient {
        let (client, before) = (try server.client(), await server.unread)
        try await client.send(
            Self.shutWindows + (0..<count).flatMap { HTTP2Frames.get("/large", stream: 2 * $0 + 1) })
        try await eventually("they are made", within: .seconds(20), every: .milliseconds(2)) {
            let now = await server.unread
            return now.bytes >= before.bytes + Int(count) * Self.answerBytes || now.cutOff > before.cutOff
        }
        return client
    }

    @Test("many HTTP/1.1 clients that do not read hold no more than the limit, and others are served")
    func boundsHTTP1() async throws {
        let limit = 1 << 20
        let server = try await TestServer(limits(limit))
        var clients: [BlockingClient] = []
        for _ in 0..<40 { clients.append(try server.client(receiveBufferBytes: 4096)) }

        for client in clients {
            try await client.send(String(repeating: "GET /large HTTP/1.1\r\nhost: a\r\n\r\n", count: 100))
            #expect(await server.unread.bytes <= limit)
            try await expectService(of: server)
        }

        try await eventually("some are cut off", within: .seconds(20), every: .milliseconds(2)) {
            let unread = await server.unread
            #expect(unread.bytes <= limit)
            return unread.cutOff >= 20
        }
        let (left, cutOff) = (await server.connectionCount, await server.unread.cutOff)
        #expect(left <= clients.count - cutOff + clients.count, "the others are there, and those who were served")
        try await expectService(of: server)
    }

    @Test("who holds most is cut off, and who holds less is not")
    func cutsOffTheLargest() async throws {
        let server = try await TestServer(limits(6 * Self.answerBytes))
        let small = try await leaveUnread(1, from: server)
        let large = try await leaveUnread(3, from: server)
        let next = try await leaveUnread(2, from: server)
        #expect(await server.unread.cutOff == 0)

        let last = try await leaveUnread(1, from: server)

        #expect(await server.unread.cutOff == 1)
        #expect(await server.unread.bytes <= 6 * Self.answerBytes)
        _ = try? await large.receiveToEnd()  // There is an end, or a reset.
        for client in [small, next, last] {
            try await client.send(HTTP2Frames.windowUpdate(1 << 20, stream: 1))
            try await client.send(HTTP2Frames.windowUpdate(1 << 20, stream: 0))
            try await client.awaitEnd(of: 1)
        }
        #expect(await server.unread.bytes == Self.answerBytes, "what is left is the second answer of one client")
    }

    @Test("what is read in the end, or left with its connection, is held no longer")
    func forgets() async throws {
        let server = try await TestServer()
        let reader = try await leaveUnread(1, from: server)
        let leaver = try await leaveUnread(1, from: server)

        try await reader.send(HTTP2Frames.windowUpdate(1 << 20, stream: 1))
        try await reader.send(HTTP2Frames.windowUpdate(1 << 20, stream: 0))
        try await reader.awaitEnd(of: 1)
        await leaver.close()

        try await eventually("nothing is held", within: .seconds(20), every: .milliseconds(2)) {
            await server.unread.bytes == 0
        }
        #expect(await server.unread.cutOff == 0)
    }
}

/// The same over HTTP/2 and TLS, where what is held may be frames, or records that are enciphered already.
@Suite("Answers that nobody reads, over TLS")
struct SecureUnreadAnswersTests {
    private let folder: TemporaryDirectory
    private let authority: LocalCertificateAuthority

    init() async throws {
        folder = try TemporaryDirectory()
        authority = try await LocalCertificateAuthority.create(in: folder.url)
    }

    /// How a client can leave answers where they are.
    enum Way: CaseIterable {
        /// It gives HTTP/2 no window: frames wait for one.
        case shutWindow
        /// It gives all the window there is and reads nothing: records wait for the socket.
        case fullSocket

        var opening: [UInt8] {
            switch self {
            case .shutWindow: UnreadAnswersTests.shutWindows
            case .fullSocket:
                HTTP2Frames.preface + HTTP2Frames.frame(type: 4, stream: 0, payload: [0, 4, 0x7F, 0xFF, 0xFF, 0xFF])
                    + HTTP2Frames.settingsAcknowledged + HTTP2Frames.windowUpdate(1 << 30, stream: 0)
            }
        }
    }

    private func client(_ version: ApplicationProtocol, of server: TestServer) async throws -> SecureClient {
        try await SecureClient.connect(
            server.client(receiveBufferBytes: 4096), trusting: authority.anchorFile.path, over: version)
    }

    private func expectService(of server: TestServer) async throws {
        let other = try await client(.http1, of: server)
        try await other.send(Array("GET /fast HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".utf8))
        #expect(try await String(decoding: other.receiveToEnd(), as: UTF8.self).hasSuffix("fast"))
    }

    @Test(
        "clients that do not read hold no more than the limit and are cut off, and others are served",
        arguments: Way.allCases)
    func boundsHTTP2(way: Way) async throws {
        var limits = ServerLimits()
        limits.unreadBytesMax = 1 << 20
        let tls = try TLSContext(
            certificateChainFile: authority.chainFile.path, privateKeyFile: authority.privateKeyFile.path)
        let server = try await TestServer(limits, tls: tls)
        let questions = (0..<90).flatMap { HTTP2Frames.get("/large", stream: 2 * $0 + 1) }
        var silent: [SecureClient] = []

        for _ in 0..<16 {
            silent.append(try await client(.http2, of: server))
            try await silent.last?.send(way.opening + questions)
            #expect(await server.unread.bytes <= limits.unreadBytesMax)
            try await expectService(of: server)
        }

        try await eventually("some are cut off", within: .seconds(20), every: .milliseconds(2)) {
            let unread = await server.unread
            #expect(unread.bytes <= limits.unreadBytesMax)
            return unread.cutOff >= 4
        }
        try await eventually("they are gone", within: .seconds(20), every: .milliseconds(2)) {
            let (left, cutOff) = (await server.connectionCount, await server.unread.cutOff)
            return left <= silent.count - cutOff
        }
        try await expectService(of: server)
    }
}

/// With the server in a process of its own: what it holds is its own memory.
@Suite("Memory of answers that nobody reads", .serialized)
struct UnreadMemoryTests {
    /// Together they ask for two and a half times of what a loop may hold, and each for no more than one may.
    private static let clients = 600
    private static let answersEach: Int32 = 4
    /// What 600 sessions of nghttp2 take, and what an allocator keeps.
    private static let besides = 48 << 20

    @Test("it stays under its limit, however many hold some, and a player beside them is served")
    func boundsMemory() async throws {
        let server = try await BareProcess.start()
        let player = try BlockingClient(port: server.port)
        try await player.send(HTTP2Frames.greeting + HTTP2Frames.windowUpdate(1 << 30, stream: 0))
        let before = server.residentBytes
        let opening =
            UnreadAnswersTests.shutWindows
            + (0..<Self.answersEach).flatMap { HTTP2Frames.get("/large", stream: 2 * $0 + 1) }

        let swarm = try Swarm(Self.clients, to: "127.0.0.1", port: server.port, saying: opening)
        try await eventually("many are cut off", within: .seconds(20), every: .milliseconds(20)) {
            swarm.drip([])
            return swarm.openCount < Self.clients / 2
        }

        #expect(server.peakResidentBytes - before <= ServerLimits().unreadBytesMax + Self.besides)
        _ = try await player.latencies(of: 10, firstStream: 1)
        #expect(server.isRunning)
        await server.stop()
    }
}
