internal import Daemon
package import HTTPServer

extension Configuration {
    /// The proxies in front of each listener that strangers reach.
    package struct Proxies: Equatable, Sendable {
        package var `public`: ProxyTrust?
        package var cleartext: ProxyTrust?
    }
}

extension SettingsReader {
    /// What of `ServerLimits` depends on the machine and on who its clients are; the rest is nobody's to choose.
    mutating func limits(_ key: String) throws(ConfigurationError) -> ServerLimits {
        var section = try section(key)
        var limits = ServerLimits()
        limits.connectionsMax = try section.integer("connections", in: 16...1_000_000, default: limits.connectionsMax)
        limits.connectionsPerAddressMax = try section.integer(
            "connectionsPerAddress", in: 1...1_000_000, default: limits.connectionsPerAddressMax)
        limits.requestsPerConnectionMax = try section.integer(
            "requestsPerConnection", in: 1...1_000_000_000, default: limits.requestsPerConnectionMax)
        limits.handshake = try section.seconds("handshakeSeconds", in: 0.1...60, default: limits.handshake)
        limits.idle = try section.seconds("idleSeconds", in: 0.1...3600, default: limits.idle)
        limits.receiving = try section.seconds("receivingSeconds", in: 0.1...600, default: limits.receiving)
        limits.sending = try section.seconds("sendingSeconds", in: 0.1...600, default: limits.sending)
        limits.requestBytesMax = try section.integer(
            "requestBytes", in: 1_048_576...1_099_511_627_776, default: limits.requestBytesMax)
        limits.load.player = try section.budget("players", limits.load.player)
        limits.load.packager = try section.budget("packagers", limits.load.packager)
        limits.load.operator = try section.budget("operators", limits.load.operator)
        try section.finish()
        return limits
    }

    private mutating func budget(
        _ key: String, _ usual: LoadLimits.Budget
    ) throws(ConfigurationError) -> LoadLimits.Budget {
        var section = try section(key)
        var budget = usual
        budget.waitingMax = try section.integer("waiting", in: 1...100_000, default: usual.waitingMax)
        budget.lagMax = try section.seconds("lagSeconds", in: 0.01...60, default: usual.lagMax)
        try section.finish()
        return budget
    }

    mutating func proxies(_ key: String) throws(ConfigurationError) -> Configuration.Proxies {
        var section = try section(key)
        let proxies = Configuration.Proxies(
            public: try section.trust("public"), cleartext: try section.trust("cleartext"))
        try section.finish()
        return proxies
    }

    private mutating func trust(_ key: String) throws(ConfigurationError) -> ProxyTrust? {
        guard var section = try optionalSection(key) else { return nil }
        var peers: [AddressRange] = []
        for text in try section.strings("peers") {
            guard let range = AddressRange(text) else {
                throw section.error("peers", "must be a list of addresses or prefixes, and ‘\(text)’ is neither")
            }
            peers.append(range)
        }
        guard !peers.isEmpty else { throw section.error("peers", "is missing") }
        let known = ProxyTrust.Custom.allCases.map(\.rawValue).joined(separator: ", ")
        guard let custom = try section.optional("clientFrom", ProxyTrust.Custom.init(rawValue:), "one of \(known)")
        else { throw section.error("clientFrom", "is missing") }
        try section.finish()
        return ProxyTrust(peers: peers, custom: custom)
    }
}
