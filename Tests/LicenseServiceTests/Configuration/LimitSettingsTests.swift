import Daemon
import HTTPServer
import Reactor
import Testing

@testable import LicenseService

@Suite("Configuration of limits and proxies")
struct LimitSettingsTests {
    private static let smallest = "region: seoul\ndatabase: {host: db}\nkeyEncryptionKeyFile: /etc/kek\n"

    private func read(_ more: String, _ environment: [String: String] = [:]) throws -> Configuration {
        try Configuration(text: Self.smallest + more, environment: environment, processorCount: 1)
    }

    @Test("every limit is read")
    func everyLimit() throws {
        let limits = try read(
            """
            limits: {connections: 100, connectionsPerAddress: 5, requestsPerConnection: 7, handshakeSeconds: 1,
              idleSeconds: 2, receivingSeconds: 3, sendingSeconds: 4, requestBytes: 1048577,
              players: {waiting: 10, lagSeconds: 1},
              packagers: {waiting: 20, lagSeconds: 2}, operators: {waiting: 30, lagSeconds: 3}}
            """
        ).limits

        #expect(
            [limits.connectionsMax, limits.connectionsPerAddressMax, limits.requestsPerConnectionMax] == [100, 5, 7])
        #expect([limits.handshake, limits.idle, limits.receiving, limits.sending] == (1...4).map { .seconds($0) })
        #expect(limits.requestBytesMax == 1_048_577)
        let budgets = [limits.load.player, limits.load.packager, limits.load.operator]
        #expect(budgets.map(\.waitingMax) == [10, 20, 30])
        #expect(budgets.map(\.lagMax) == (1...3).map { .seconds($0) })
    }

    @Test("without the sections, the limits are what the program thinks right, and no proxy is believed")
    func defaults() throws {
        let configuration = try read("")

        #expect(configuration.limits == ServerLimits())
        #expect(configuration.proxies == Configuration.Proxies())
    }

    @Test("each listener has proxies of its own")
    func proxies() throws {
        let proxies = try read(
            "proxies: {public: {peers: [10.0.0.0/8, \"::1\"], clientFrom: proxy-protocol}}\n",
            ["EVERGRANT_PROXIES_CLEARTEXT_PEERS": "192.0.2.1", "EVERGRANT_PROXIES_CLEARTEXT_CLIENT_FROM": "forwarded"]
        ).proxies

        #expect(proxies.public?.custom == .proxyProtocol)
        #expect(proxies.public?.includes(try #require(IPAddress("10.1.2.3"))) == true)
        #expect(proxies.public?.includes(try #require(IPAddress("192.0.2.1"))) == false)
        #expect(proxies.cleartext?.custom == .forwarded)
        #expect(proxies.cleartext?.peers.count == 1)
    }

    @Test(
        "half a trust, or a wrong one, is refused",
        arguments: [
            "proxies: {public: {peers: [10.0.0.0/8]}}", "proxies: {public: {clientFrom: forwarded}}",
            "proxies: {public: {peers: [], clientFrom: forwarded}}",
            "proxies: {public: {peers: [10.0.0.1/8], clientFrom: forwarded}}",
            "proxies: {public: {peers: [proxy.example.com], clientFrom: forwarded}}",
            "proxies: {public: {peers: [10.0.0.0/8], clientFrom: both}}",
            "proxies: {operator: {peers: [10.0.0.0/8], clientFrom: forwarded}}", "limits: {connections: 0}",
            "limits: {receivingSeconds: 0}", "limits: {players: {lagSeconds: -1}}", "limits: {probers: {waiting: 1}}",
        ])
    func refuses(text: String) {
        #expect(throws: ConfigurationError.self) { try read(text + "\n") }
    }
}
