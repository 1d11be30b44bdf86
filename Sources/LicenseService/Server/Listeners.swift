internal import Cryptography
internal import HTTPServer
internal import Reactor

/// Everything one loop listens on.
struct Listeners {
    private let all: [Listener]

    /// - Parameter speaksToOperators: one loop does; what operators ask is rare, and the sums are the same everywhere.
    init(_ service: LoopService, _ plant: Plant, speaksToOperators: Bool) throws {
        let listeners = plant.configuration.listeners
        let players = LoopResponder(service, routes: Endpoint.publicRoutes)
        var all = [try Self.listener(listeners.public, "listeners.public", plant.tls, players)]
        if let cleartext = listeners.cleartext {
            all.append(try Self.listener(cleartext, "listeners.cleartext", plant.cleartextTLS, players))
        }
        if speaksToOperators {
            let operators = LoopResponder(service, routes: Endpoint.operatorRoutes)
            all.append(try Self.listener(listeners.operator, "listeners.operator", nil, operators))
        }
        self.all = all
    }

    var addresses: String { all.map { "\($0.isSecure ? "https" : "http")://\($0.address)" }.joined(separator: " ") }

    var connectionCount: Int { all.reduce(0) { $0 + $1.connectionCount } }

    func start(on loop: isolated EventLoop) throws {
        for listener in all { try listener.start(on: loop) }
    }

    func drain(on loop: isolated EventLoop) async {
        for listener in all { await listener.drain(on: loop) }
    }

    private static func listener(
        _ configuration: Configuration.Listener, _ key: String, _ tls: TLSContext?, _ responder: LoopResponder
    ) throws -> Listener {
        guard let address = SocketAddress(numeric: configuration.address, port: configuration.port) else {
            throw ConfigurationError("\(key).address", "must be an IP address")
        }
        do throws(SystemError) {
            return Listener(on: try ListeningSocket(on: address), tls: tls, responder: responder)
        } catch {
            throw ConfigurationError(key, "cannot listen on \(address): \(error)")
        }
    }
}
