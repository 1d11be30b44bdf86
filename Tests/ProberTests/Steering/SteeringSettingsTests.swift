import Bytes
import Daemon
import Failover
import Reactor
import Testing

@testable import Prober

@Suite("The dns section of a prober's configuration")
struct SteeringSettingsTests {
    private static let good = [
        "kind": "rfc2136", "name": "license.example.com", "main": "seoul.example.com", "backup": "tokyo.example.com",
        "server": "192.0.2.53", "zone": "example.com", "keyFile": "/etc/evergrant/update.key",
    ]

    private func read(_ keys: [String: String]) throws -> SteeringSettings {
        let section = keys.sorted { $0.key < $1.key }.map { "  \($0.key): \"\($0.value)\"\n" }.joined()
        var reader = try SettingsReader(text: "dns:\n" + section, environment: [:])
        let settings = try reader.steering("dns")
        try reader.finish()
        return settings
    }

    @Test("a server for dynamic updates has port 53 and a TTL of 30 s unless it says otherwise")
    func dynamicUpdate() throws {
        let read = try read(Self.good)

        guard case .dynamicUpdate(let settings) = read else { throw UnexpectedSettings(settings: read) }
        #expect(settings.server.description == "192.0.2.53:53")
        #expect(settings.service.timeToLiveSeconds == 30)
        #expect(settings.service.epochName.text == "_evergrant.license.example.com")
        #expect(settings.service.target(of: .backup).text == "tokyo.example.com")
    }

    private struct UnexpectedSettings: Error {
        let settings: SteeringSettings
    }

    @Test("without the section, and with kind none, nothing is moved")
    func none() throws {
        var reader = try SettingsReader(text: "{}", environment: [:])
        #expect(try reader.steering("dns") == .none)
        #expect(try read(["kind": "none"]) == .none)
    }

    @Test(
        "a setting that cannot work is refused by its name",
        arguments: [
            ("kind", "bind", "dns.kind"), ("kind", nil, "dns.kind"), ("name", "license example", "dns.name"),
            ("name", "license.example.org", "dns.name"), ("name", "seoul.example.com", "dns.name"),
            ("backup", "SEOUL.example.com.", "dns.name"), ("server", "ns1.example.com", "dns.server"),
            ("port", "0", "dns.port"), ("ttlSeconds", "0", "dns.ttlSeconds"), ("zone", nil, "dns.zone"),
            ("keyFile", nil, "dns.keyFile"), ("hostedZoneId", "Z1", "dns.hostedZoneId"),
        ])
    func refused(key: String, value: String?, named: String) {
        var keys = Self.good
        keys[key] = value

        let error = #expect(throws: ConfigurationError.self) { try read(keys) }

        #expect(error?.key == named)
    }

    @Test(
        "a key file that cannot be read, or holds no key, is found at the start", arguments: ["/no/such", "/dev/null"])
    func keyFile(path: String) throws {
        var keys = Self.good
        keys["keyFile"] = path
        let settings = try read(keys)

        let error = #expect(throws: ConfigurationError.self) {
            try settings.makeSteering(environment: [:], resolver: NameResolver()) { Timestamp(seconds: 0) }
        }

        #expect(error?.key == "dns.keyFile")
    }
}
