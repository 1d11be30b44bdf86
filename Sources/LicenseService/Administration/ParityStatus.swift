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
    let parity = own
    return try onOwnLoop { loop in
        var lines: [String] = []
        for (index, peer) in configuration.peers.enumerated() {
            let poll = try PeerPoll(peer, at: index, resolver: NameResolver())
            lines.append("parity            \(peer.region) \(await verdict(on: poll, against: parity, on: loop))")
        }
        return lines
    }
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
