package import Cryptography
package import HTTPServer
internal import HTTPWire
internal import LocalRegions
internal import Reactor

/// A real listener of ours on a loop of its own, in front of a closure: the peer for whatever asks over HTTP.
package final class AnsweringServer: Sendable {
    /// Touched on its loop only, which the compiler cannot see through a class that tests hold.
    private struct Parts: @unchecked Sendable {
        let listener: Listener
    }

    package typealias Answer = @Sendable (Request) async -> Response

    package let port: UInt16
    private let loop: EventLoop
    private let parts: Parts
    private let log: RequestLog

    /// - Parameter host: A numeric address of this machine.
    package init(on host: String = "127.0.0.1", tls: TLSContext? = nil, answer: @escaping Answer) async throws {
        loop = try EventLoop.start(named: "test-server")
        log = RequestLog()
        parts = try await Self.listen(on: loop, host, tls, ClosureResponder(answer, log))
        port = parts.listener.address.port
    }

    deinit { loop.stop() }

    /// Everything asked so far, in order.
    package var requests: [Request] { log.requests }

    /// Clients connected now.
    package var connectionCount: Int {
        get async { await Self.connectionCount(parts, on: loop) }
    }

    private static func listen(
        on loop: isolated EventLoop, _ host: String, _ tls: TLSContext?, _ responder: ClosureResponder
    ) throws -> Parts {
        guard let address = SocketAddress(numeric: host, port: 0) else { throw NoAddress() }
        let listener = Listener(
            on: try ListeningSocket(on: address), tls: tls.map { tls in { tls } }, responder: responder)
        try listener.start(on: loop)
        return Parts(listener: listener)
    }

    private static func connectionCount(_ parts: Parts, on loop: isolated EventLoop) -> Int {
        parts.listener.connectionCount
    }

    private struct NoAddress: Error {}
}

private final class RequestLog: Sendable {
    private let log = Lock<[Request]>([])

    var requests: [Request] { log.withLock { $0 } }
    func note(_ request: Request) { log.withLock { $0.append(request) } }
}

private final class ClosureResponder: Responder {
    private enum NoEndpoint {}

    let routes = RouteTable([Route<NoEndpoint>](), bodyBytesMin: 1 << 24)
    let standingFields = FieldBlock()
    private let answer: AnsweringServer.Answer
    private let log: RequestLog

    init(_ answer: @escaping AnsweringServer.Answer, _ log: RequestLog) { (self.answer, self.log) = (answer, log) }

    func respondAtOnce(to request: Request, on loop: isolated EventLoop) -> FirstAnswer { .inTask }

    func respond(to request: Request, on loop: isolated EventLoop) async -> Response {
        log.note(request)
        return await answer(request)
    }

    func answered(_ match: RouteMatch?, status: Int, hasWaited: Bool) {}
}
