internal import Cryptography
internal import Daemon
internal import HTTPServer
internal import Reactor

/// Everything one loop listens on.
struct Listeners {
    /// For players, packagers and probers.
    private let serving: [Listener]
    /// On the first loop alone.
    private let operators: Listener?

    private var all: [Listener] { serving + [operators].compactMap { $0 } }

    /// - Parameter isFirst: The first loop makes sure that no other process listens where the loops are about to
    ///   share, and it alone speaks to operators: they ask rarely, and the sums are the same everywhere.
    init(_ service: LoopService, _ plant: Plant, isFirst: Bool) throws {
        if isFirst { try Self.requireFree(plant.configuration.listeners) }
        let listeners = plant.configuration.listeners
        let players = LoopResponder(service, routes: Endpoint.publicRoutes)
        var serving = [
            try Self.listener(
                listeners.public, "listeners.public", plant.tls, players, for: plant,
                trusting: plant.configuration.proxies.public)
        ]
        if let cleartext = listeners.cleartext {
            serving.append(
                try Self.listener(
                    cleartext, "listeners.cleartext", plant.cleartextTLS, players, for: plant,
                    trusting: plant.configuration.proxies.cleartext))
        }
        self.serving = serving
        operators =
            if isFirst {
                // Counts its connections for itself: when strangers have taken all there are, operators must get in.
                Listener(
                    on: try Self.socket(listeners.operator, "listeners.operator", isShared: true),
                    tls: plant.operatorTLS.map { tls in { tls.current } },
                    responder: LoopResponder(service, routes: Endpoint.operatorRoutes),
                    limits: plant.configuration.limits)
            } else { nil }
    }

    var addresses: String { all.map { "\($0.isSecure ? "https" : "http")://\($0.address)" }.joined(separator: " ") }

    var connectionCount: Int { all.reduce(0) { $0 + $1.connectionCount } }

    func start(on loop: isolated EventLoop) throws {
        for listener in all { try listener.start(on: loop) }
    }

    /// Lets what is under way finish; the operator's listener closes last, so that draining can be watched.
    ///
    /// - Returns: How many connections were cut off at the deadline.
    func drain(within deadline: Duration, on loop: isolated EventLoop) async -> Int {
        for listener in serving { listener.beginDraining(on: loop) }
        let cut = await Listener.finishDraining(serving, within: deadline, on: loop)
        await operators?.drain(on: loop)
        return cut
    }

    private static func requireFree(_ listeners: Configuration.Listeners) throws {
        _ = try socket(listeners.public, "listeners.public", isShared: false)
        if let cleartext = listeners.cleartext {
            _ = try socket(cleartext, "listeners.cleartext", isShared: false)
        }
        _ = try socket(listeners.operator, "listeners.operator", isShared: false)
    }

    private static func listener(
        _ configuration: ListenerSettings, _ key: String, _ tls: ReloadableTLS?, _ responder: LoopResponder,
        for plant: Plant, trusting trust: ProxyTrust?
    ) throws -> Listener {
        Listener(
            on: try socket(configuration, key, isShared: true), tls: tls.map { tls in { tls.current } },
            responder: responder, limits: plant.configuration.limits, census: plant.census, trust: trust)
    }

    private static func socket(
        _ configuration: ListenerSettings, _ key: String, isShared: Bool
    ) throws -> ListeningSocket {
        guard let address = SocketAddress(numeric: configuration.address, port: configuration.port) else {
            throw ConfigurationError("\(key).address", "must be an IP address")
        }
        do throws(SystemError) {
            return try ListeningSocket(on: address, isShared: isShared)
        } catch {
            throw ConfigurationError(key, "cannot listen on \(address): \(error)")
        }
    }
}
