import Daemon
import Failover
import Testing

@testable import Prober

@Suite("Prober's configuration")
struct ProberConfigurationTests {
    static let smallest = """
        vantage: osaka
        stateDirectory: /var/lib/evergrant-probe
        vantages: [{ name: osaka, url: "https://osaka.example:8444" }]
        vantageSecretFile: /etc/evergrant/vantages
        regions:
          main: { name: seoul, url: "https://seoul.example/health" }
          backup: { name: tokyo, url: "https://tokyo.example/health" }

        """

    private func read(_ more: String, environment: [String: String] = [:]) throws -> ProberConfiguration {
        try ProberConfiguration(text: Self.smallest + more, environment: environment)
    }

    @Test("the smallest file means three minutes on a cycle of thirty seconds, and no name is moved")
    func readsSmallest() throws {
        let configuration = try read("")

        #expect(
            configuration.pace
                == .init(
                    cycle: .seconds(30), failureWindow: .seconds(180), recoveryWindow: .seconds(180),
                    connectTimeout: .seconds(4), statusTimeout: .seconds(2)))
        #expect(configuration.quorum == .majority)
        #expect(configuration.rules == .evergrant(mainMustBeReadWrite: true))
        #expect(configuration.steering == .none)
        #expect(configuration.listener.port == 8444)
    }

    @Test("a rehearsal's times are taken only when the file says that it is one")
    func shortens() throws {
        let times = "cycleSeconds: 0.5\nfailureWindowSeconds: 3\nconnectTimeoutSeconds: 0.2\n"
        #expect(throws: ConfigurationError.self) { try read(times) }

        let pace = try read(times + "shortenedForDrills: true\n").pace
        #expect(pace.cycle == .milliseconds(500))
        #expect(pace.failureWindow == .seconds(3))
    }

    @Test("every secret that a configuration names is known to be one")
    func listsSecrets() throws {
        let configuration = try read(
            """
            listener: { address: "::", tls: { certificateChainFile: c, privateKeyFile: k } }
            dns:
              kind: rfc2136
              name: drm.example.com
              main: seoul.drm.example.com
              backup: tokyo.drm.example.com
              server: 192.0.2.53
              zone: example.com
              keyFile: tsig
            alarms:
              webhook: { url: "https://example.com/", secretFile: w }
              mail: { relay: m, from: a@example.com, to: b@example.com, user: u, passwordFile: p }
            """)

        #expect(
            configuration.secrets == [
                SecretSetting("vantageSecretFile", "/etc/evergrant/vantages"),
                SecretSetting("listener.tls.privateKeyFile", "k"), SecretSetting("dns.keyFile", "tsig"),
                SecretSetting("alarms.webhook.secretFile", "w"), SecretSetting("alarms.mail.passwordFile", "p"),
            ])
        #expect(try read("").secrets.map(\.key) == ["vantageSecretFile"])
    }

    @Test("Route 53's mode has its own section, and nothing else has")
    func readsRoute53() throws {
        let rules = try read("mode: route53\nroute53: { threshold: 6, searchString: pass }\n").rules

        #expect(rules == .route53(threshold: 6, searchString: "pass"))
        #expect(throws: ConfigurationError.self) { try read("route53: { threshold: 6 }\n") }
    }

    @Test(
        "what cannot be meant is refused, and the key is named",
        arguments: [
            ("cycleSeconds: 5", "cycleSeconds"), ("cycleSeconds: 61", "cycleSeconds"),
            ("failureWindowSeconds: 59", "failureWindowSeconds"), ("quorum: 2", "quorum"), ("quorum: 0", "quorum"),
            ("quorum: most", "quorum"), ("mode: aws", "mode"), ("mainMustBeReadWrite: 1", "mainMustBeReadWrite"),
            ("cycle: 30", "cycle"), ("dns: { kind: bind }", "dns.kind"), ("dns: { name: a.example }", "dns.kind"),
            ("alarms: { pager: {} }", "alarms.pager"),
            ("mode: route53\nroute53: { threshold: 11 }", "route53.threshold"),
        ])
    func refuses(line: String, key: String) {
        #expect { try read(line + "\n") } throws: { ($0 as? ConfigurationError)?.key == key }
    }

    @Test(
        "vantages and regions are told apart",
        arguments: [
            ("vantage: osaka", "vantage: busan", "vantages"),
            ("vantages: [", "vantages: [{ name: osaka, url: a }, ", "vantages"),
            ("name: tokyo", "name: seoul", "regions.backup.name"),
            ("name: seoul", "name: Seoul", "regions.main.name"),
            ("vantages: [{ name: osaka, url: \"https://osaka.example:8444\" }]", "vantages: []", "vantages"),
        ])
    func refusesConfusion(good: String, bad: String, key: String) {
        let text = Self.smallest.replacing(good, with: bad)
        #expect { try ProberConfiguration(text: text, environment: [:]) } throws: {
            ($0 as? ConfigurationError)?.key == key
        }
    }

    @Test("the environment overrides the file")
    func readsEnvironment() throws {
        let environment = ["EVERGRANT_VANTAGE": "osaka", "EVERGRANT_CYCLE_SECONDS": "10", "EVERGRANT_QUORUM": "1"]
        let configuration = try read("cycleSeconds: 20\n", environment: environment)

        #expect(configuration.pace.cycle == .seconds(10))
        #expect(configuration.quorum == .atLeast(1))
    }
}
