import Bytes
import Cryptography
import HTTPServer
import HTTPWire
import Reactor
import TestSupport

/// A region that is nothing but its `/health`, behind a door of its own for each vantage.
final class FakeRegion: Sendable {
    enum State: Equatable, Sendable {
        case healthy(mode: String)
        case failing
        /// Takes connections and says nothing, as a process does that was halted.
        case silent
    }

    private let loop: EventLoop
    private let doors: [String: Door]

    /// - Parameter vantages: Who has a door here.
    static func open(_ state: State, for vantages: [String], tls: TLSContext) async throws -> FakeRegion {
        let loop = try EventLoop.start(named: "fake-region")
        var doors: [String: Door] = [:]
        for vantage in vantages { doors[vantage] = try await Door.open(state, tls: tls, on: loop) }
        return FakeRegion(loop, doors)
    }

    private init(_ loop: EventLoop, _ doors: [String: Door]) { (self.loop, self.doors) = (loop, doors) }

    deinit { loop.stop() }

    func port(for vantage: String) throws -> UInt16 {
        guard let door = doors[vantage] else { throw NoDoor() }
        return door.port
    }

    /// What everybody sees from now on.
    func set(_ state: State) {
        for door in doors.values { door.state.withLock { $0 = state } }
    }

    /// What one vantage sees from now on.
    func set(_ state: State, for vantage: String) { doors[vantage]?.state.withLock { $0 = state } }

    private struct NoDoor: Error {}
}

/// One listener and what it says.
private final class Door: Responder, @unchecked Sendable {  // Unchecked: but for `state` it lives on its loop.
    let state: Lock<FakeRegion.State>
    private(set) var port: UInt16 = 0
    private var listener: Listener?
    let routes = RouteTable([Route<NoEndpoint>](), bodyBytesMin: 0)
    let standingFields = FieldBlock()

    private init(_ state: FakeRegion.State) { self.state = Lock(state) }

    static func open(_ state: FakeRegion.State, tls: TLSContext, on loop: isolated EventLoop) throws -> Door {
        let door = Door(state)
        guard let address = SocketAddress(numeric: "127.0.0.1", port: 0) else { throw NoAddress() }
        let listener = Listener(on: try ListeningSocket(on: address), tls: { tls }, responder: door)
        try listener.start(on: loop)
        door.port = listener.address.port
        door.listener = listener
        return door
    }

    func respondAtOnce(to request: Request, on loop: isolated EventLoop) -> FirstAnswer {
        switch state.withLock({ $0 }) {
        case .healthy(let mode): .now(document("pass", mode: mode, status: 200))
        case .failing: .now(document("fail", mode: "unknown", status: 503))
        case .silent: .inTask
        }
    }

    func respond(to request: Request, on loop: isolated EventLoop) async -> Response {
        // Longer than any probe waits: whoever asked has hung up by then.
        try? await loop.sleep(for: .seconds(30))
        return document("fail", mode: "unknown", status: 503)
    }

    func answered(_ match: RouteMatch?, status: Int, hasWaited: Bool) {}

    private func document(_ word: String, mode: String, status: Int) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.member("status", word)
            json.member("mode", mode)
        }
        return Response(status: status, type: "application/health+json", json.bytes)
    }

    private struct NoAddress: Error {}
    private enum NoEndpoint {}
}
