import Daemon
import Foundation
import Testing

@testable import LicenseService

@Suite("Change of a configuration")
struct ConfigurationChangeTests {
    private static let smallest = "region: seoul\ndatabase: {host: db}\nkeyEncryptionKeyFile: /etc/kek\n"

    private func change(to lines: String) throws -> ConfigurationChange {
        let read = { try Configuration(text: Self.smallest + $0, environment: [:], processorCount: 2) }
        return ConfigurationChange(from: try read(""), to: try read(lines))
    }

    @Test("the same file changes nothing")
    func isIdempotent() throws {
        let change = try change(to: "")

        #expect(change.changed == [])
        #expect(change.needsRestart == [])
    }

    @Test("what may change is taken, and what may not stays as it was and is named")
    func merges() throws {
        let change = try change(to: "cache: { freshForSeconds: 3, keysMax: 7 }\nloops: 5\npublicURL: https://a.example")

        #expect(change.changed == ["cache.freshForSeconds", "publicURL"])
        #expect(change.needsRestart == ["cache.keysMax", "loops"])
        #expect(change.configuration.cache.freshFor == .seconds(3))
        #expect(change.configuration.cache.keysMax == 100_000)
        #expect(change.configuration.loopCount == 2)
        #expect(change.configuration.publicURL == "https://a.example")
    }

    /// A setting that stood in no group would be ignored by a reload, without a word.
    @Test(
        "every setting stands in a group",
        arguments: Mirror(reflecting: ConfigurationChangeTests.sample).children.compactMap(\.label))
    func isComplete(property: String) {
        let names = SettingGroup.all.map { String($0.name.prefix { $0 != "." }) }
        let aliases = [
            "confirmWithin": "durability", "logLevel": "log", "loopCount": "loops",
            "peerInterval": "peerIntervalSeconds", "systems": "drm",
        ]

        #expect(names.contains(aliases[property] ?? property))
    }

    @Test("every part of the cache's settings stands in a group of its own")
    func cacheIsComplete() {
        let groups = SettingGroup.all.filter { $0.name.hasPrefix("cache.") }

        #expect(groups.count == Mirror(reflecting: Self.sample.cache).children.count)
    }

    @Test("every part of the DRM systems' settings stands in a group of its own")
    func systemsAreComplete() {
        let groups = SettingGroup.all.filter { $0.name.hasPrefix("drm.") }

        #expect(groups.count == Mirror(reflecting: Self.sample.systems).children.count)
    }

    @Test("a listener's files reload, its port does not, and one in clear goes on in clear")
    func splitsListeners() throws {
        let tls = "tls: { certificateChainFile: a, privateKeyFile: b }"
        let change = try change(to: "listeners: { public: { address: '::', port: 1, \(tls) } }")

        #expect(change.needsRestart == ["listeners"])
        #expect(change.configuration.listeners.public.port == 8443)
        #expect(change.configuration.listeners.public.tls == nil)
    }

    @Test("the manual says of each group whether it reloads", arguments: SettingGroup.all.map(\.name))
    func isDocumented(name: String) throws {
        let repository = (1...4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let manual = try String(contentsOf: repository.appending(path: "docs/life-cycle.md"), encoding: .utf8)
        let rows = manual.split(separator: "\n").filter { $0.hasPrefix("|") && $0.contains("`\(name)`") }
        let group = try #require(SettingGroup.all.first { $0.name == name })

        #expect(rows.count == 1)
        #expect(rows.first?.contains("restart") == (group.adopt == nil))
    }

    fileprivate static let sample = Configuration(
        region: "a",
        listeners: .init(
            public: .init(address: "::", port: 1, tls: nil), cleartext: nil,
            operator: .init(address: "::", port: 2, tls: nil)),
        database: .init(host: "a", port: 1, name: "a", user: "a", connectionsPerLoop: 1, queryTimeout: .zero),
        cache: .init(freshFor: .zero, usableFor: .zero, keysMax: 1), health: .init(lagWarning: .zero),
        keyEncryptionKeyFile: "a", migrationsDirectory: "a", confirmWithin: .zero, loopCount: 1)
}
