internal import Daemon
internal import HTTPServer
internal import Reactor

/// A place where the server listens: as configured, or as systemd bound it for us.
struct Entrance {
    /// As the configuration and `FileDescriptorName=` (systemd.socket(5)) have it, the most important first.
    static let names = ["public", "cleartext", "operator"]

    let name: String
    private let settings: ListenerSettings
    private let tls: ReloadableTLS?
    /// Already bound; the configuration's address and port then mean nothing.
    private let inherited: [Int32]
    private let limits: ServerLimits
    /// Nil where strangers cannot use up what others need: when they have taken all there is, operators must get in.
    private let census: ConnectionCensus?
    private let trust: ProxyTrust?

    static func all(of plant: Plant) throws(ConfigurationError) -> [Entrance] {
        let listeners = plant.configuration.listeners
        let settings = ["public": listeners.public, "cleartext": listeners.cleartext, "operator": listeners.operator]
        let tls = ["public": plant.tls, "cleartext": plant.cleartextTLS, "operator": plant.operatorTLS]
        let proxies = plant.configuration.proxies
        let trust = ["public": proxies.public, "cleartext": proxies.cleartext]
        var entrances: [Entrance] = []
        for name in names {
            let inherited = plant.inherited.numbers(named: name)
            guard let settings = settings[name] ?? nil else {
                if inherited.isEmpty { continue }
                throw ConfigurationError("listeners.\(name)", "is missing, and systemd has bound a socket for it")
            }
            entrances.append(
                Entrance(
                    name: name, settings: settings, tls: tls[name] ?? nil, inherited: inherited,
                    limits: plant.configuration.limits, census: name == "operator" ? nil : plant.census,
                    trust: trust[name] ?? nil))
        }
        return entrances
    }

    /// No other process listens here; loops that share an address would not notice.
    func requireFree() throws(ConfigurationError) {
        if inherited.isEmpty { _ = try bound(isShared: false) }
    }

    /// One loop's ears.
    func listeners(_ responder: LoopResponder, _ occupancy: Occupancy?) throws(ConfigurationError) -> [Listener] {
        guard !inherited.isEmpty else { return [listener(on: try bound(isShared: true), responder, occupancy)] }
        var listeners: [Listener] = []
        for number in inherited {
            do throws(SystemError) {
                listeners.append(listener(on: try ListeningSocket(sharing: number), responder, occupancy))
            } catch {
                throw ConfigurationError("LISTEN_FDS", "descriptor \(number), \(name), is of no use: \(error)")
            }
        }
        return listeners
    }

    private func listener(
        on socket: consuming ListeningSocket, _ responder: LoopResponder, _ occupancy: Occupancy?
    ) -> Listener {
        Listener(
            on: socket, tls: tls.map { tls in { tls.current } }, responder: responder, limits: limits, census: census,
            occupancy: occupancy, trust: trust)
    }

    private func bound(isShared: Bool) throws(ConfigurationError) -> ListeningSocket {
        guard let address = SocketAddress(numeric: settings.address, port: settings.port) else {
            throw ConfigurationError("listeners.\(name).address", "must be an IP address")
        }
        do throws(SystemError) {
            return try ListeningSocket(on: address, isShared: isShared)
        } catch {
            throw ConfigurationError("listeners.\(name)", "cannot listen on \(address): \(error)")
        }
    }
}
