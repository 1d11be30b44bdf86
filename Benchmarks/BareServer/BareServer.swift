import Glibc
import HTTPServer
import HTTPWire
import Reactor

/// A listener with a router in front of one fixed answer: what HTTP alone costs, without anything behind it.
///
///     BareServer PORT
///
/// `GET /fixed` and `POST /fixed` (up to 4 KiB) answer 300 bytes of JSON; anything else is as in a real server.
@main
struct BareServer {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { UInt16($0) } ?? 0
        guard let address = SocketAddress(numeric: "127.0.0.1", port: port) else { return }
        let loop = try EventLoop.start(named: "bare")
        let listener = try await listen(on: address, loop: loop)
        print("listening on \(listener.port)")
        fflush(nil)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        var signal: CInt = 0
        sigwait(&signals, &signal)
    }

    private static func listen(on address: SocketAddress, loop: isolated EventLoop) throws -> Bound {
        let listener = Listener(on: try ListeningSocket(on: address), tls: nil, responder: FixedResponder())
        try listener.start(on: loop)
        return Bound(port: listener.address.port)
    }

    private struct Bound: Sendable {
        let port: UInt16
    }
}
