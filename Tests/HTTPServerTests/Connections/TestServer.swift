import Cryptography
import HTTPServer
import HTTPWire
import Reactor
import TestSupport

/// A real listener on a real loop of its own, in front of a `ScriptedResponder`.
final class TestServer: Sendable {
    /// Touched on their loop only, which the compiler cannot see through a class that tests hold.
    private struct Parts: @unchecked Sendable {
        let listener: Listener
        let responder: ScriptedResponder
        let census: ConnectionCensus
    }

    let port: UInt16
    let script: Script
    private let loop: EventLoop
    private let parts: Parts

    init(
        _ limits: ServerLimits = ServerLimits(), tls: TLSContext? = nil, trust: ProxyTrust? = nil,
        script: Script = Script()
    ) async throws {
        loop = try EventLoop.start(named: "test-server")
        self.script = script
        parts = try await Self.listen(on: loop, limits, tls, trust, script)
        port = parts.listener.address.port
    }

    deinit { loop.stop() }

    func client(from source: String = "127.0.0.1", receiveBufferBytes: CInt? = nil) throws -> BlockingClient {
        try BlockingClient(port: port, from: source, receiveBufferBytes: receiveBufferBytes)
    }

    func drain() async { await Self.drain(parts, on: loop) }

    /// As the loop sees it once it has done what it had to do.
    var connectionCount: Int {
        get async { await Self.connectionCount(parts, on: loop) }
    }

    /// Bytes of answers that nobody reads, and how many connections were cut off for them.
    var unread: (bytes: Int, cutOff: Int) {
        get async { await Self.unread(parts, on: loop) }
    }

    /// Bytes of requests that are not whole or not answered, and how many connections were cut off.
    var requests: (bytes: Int, cutOff: Int) {
        get async { await Self.requests(parts, on: loop) }
    }

    /// Descriptors and timers the loop holds.
    var load: (watches: Int, timers: Int) {
        get async { await loop.load }
    }

    private static func listen(
        on loop: isolated EventLoop, _ limits: ServerLimits, _ tls: TLSContext?, _ trust: ProxyTrust?, _ script: Script
    ) throws -> Parts {
        let (responder, census) = (ScriptedResponder(script), ConnectionCensus(limits))
        guard let address = SocketAddress(numeric: "127.0.0.1", port: 0) else { throw NoAddress() }
        let listener = Listener(
            on: try ListeningSocket(on: address), tls: tls.map { tls in { tls } }, responder: responder, limits: limits,
            census: census, trust: trust)
        try listener.start(on: loop)
        return Parts(listener: listener, responder: responder, census: census)
    }

    private static func drain(_ parts: Parts, on loop: isolated EventLoop) async {
        await parts.listener.drain(on: loop)
    }

    private static func connectionCount(_ parts: Parts, on loop: isolated EventLoop) -> Int {
        parts.listener.connectionCount
    }

    private static func unread(_ parts: Parts, on loop: isolated EventLoop) -> (bytes: Int, cutOff: Int) {
        (parts.listener.occupancy.unreadBytes, parts.census.standing.cutOff)
    }

    private static func requests(_ parts: Parts, on loop: isolated EventLoop) -> (bytes: Int, cutOff: Int) {
        (parts.listener.occupancy.requestBytes, parts.census.standing.cutOff)
    }

    private struct NoAddress: Error {}
}
