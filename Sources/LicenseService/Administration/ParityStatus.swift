internal import Daemon
internal import Reactor

/// What each of the other regions says of itself, against what this machine's files say; a line each.
package func parityStatus(_ configuration: Configuration) throws -> [String] {
    guard !configuration.peers.isEmpty else { return [] }
    let environment = ThisProcess.environment
    var own = Parity(
        try KeyFile.read(configuration, environment: environment),
        try SystemProviders.read(configuration, environment: environment))
    own[.build] = Build.identity()
    let parity = own.adding(try listeners(of: configuration, environment: environment))
    return try onOwnLoop { loop in
        var lines: [String] = []
        for (index, peer) in configuration.peers.enumerated() {
            let poll = try PeerPoll(peer, at: index, resolver: NameResolver())
            lines.append("parity            \(peer.region) \(await verdict(on: poll, against: parity, on: loop))")
        }
        return lines
    }
}

/// The certificates of the listeners that players and packagers reach.
private func listeners(
    of configuration: Configuration, environment: [String: String]
) throws(ConfigurationError) -> [ReloadableTLS] {
    let listeners = configuration.listeners
    let tls = try listeners.public.reloadableTLS("listeners.public", environment: environment)
    return [tls, try listeners.cleartext?.reloadableTLS("listeners.cleartext", environment: environment)]
        .compactMap(\.self)
}

private func verdict(on peer: PeerPoll, against own: Parity, on loop: isolated EventLoop) async -> String {
    let start = EventLoop.monotonicNow()
    switch await peer.ask(on: loop) {
    case .failure(let silence): return "is not known: it \(silence.reason)"
    case .success(let report):
        let took = EventLoop.monotonicNow() - start
        let names = own.differences(from: report, at: EventLoop.wallMilliseconds(), took: took)
        return names.isEmpty ? "is the same" : "differs in \(names.joined(separator: ", "))"
    }
}
