import Cryptography
import Daemon
import HTTPClient
import Postgres
import Testing

@testable import LicenseService

@Suite("Configuration")
struct ConfigurationTests {
    private static let smallest = "region: seoul\ndatabase: {host: db}\nkeyEncryptionKeyFile: /etc/kek\n"

    private func read(_ text: String, _ environment: [String: String] = [:]) throws(ConfigurationError) -> Configuration
    {
        try Configuration(text: text, environment: environment, processorCount: 4)
    }

    @Test("what is left out has its default")
    func hasDefaults() throws {
        let configuration = try read(Self.smallest)

        var expected = Configuration(
            region: "seoul",
            listeners: .init(
                public: .init(address: "::", port: 8443, tls: nil), cleartext: nil,
                operator: .init(address: "127.0.0.1", port: 9090, tls: nil)),
            database: .init(
                host: "db", port: 5432, name: "evergrant", user: "evergrant", passwordFile: nil,
                connectionsPerLoop: 1, queryTimeout: .seconds(2)),
            cache: .init(freshFor: .seconds(10), usableFor: .seconds(900), keysMax: 100_000),
            health: .init(lagWarning: .seconds(30)), keyEncryptionKeyFile: "/etc/kek",
            migrationsDirectory: "Migrations", confirmWithin: .seconds(2), loopCount: 4)
        expected.systems.threadCount = 3
        #expect(configuration == expected)
    }

    @Test("every key is read")
    func readsEverything() throws {
        let configuration = try read(Self.complete)

        var everything = Self.everything
        everything.peers = [
            .init(
                region: "seoul", address: try HTTPAddress(parsing: "https://seoul.example.com/health"),
                trustAnchorsFile: "ca.pem"),
            .init(region: "busan", address: try HTTPAddress(parsing: "https://10.0.0.2:8443/health")),
        ]
        everything.peerInterval = .milliseconds(2500)
        everything.publicURL = "https://tokyo.example.com"
        everything.systems.threadCount = 3
        #expect(configuration == everything)
    }

    @Test("JSON is read like YAML")
    func readsJSON() throws {
        let json = #"{"region": "seoul", "database": {"host": "db"}, "keyEncryptionKeyFile": "/etc/kek"}"#

        #expect(try read(json) == read(Self.smallest))
    }

    @Test(
        "the environment overrides the file, and a camel-case key is written with underscores",
        arguments: [
            ("EVERGRANT_REGION", "osaka"), ("EVERGRANT_KEY_ENCRYPTION_KEY_FILE", "/run/kek"),
            ("EVERGRANT_MIGRATIONS_DIRECTORY", "/srv/m"), ("EVERGRANT_DATABASE_HOST", "replica"),
            ("EVERGRANT_DATABASE_PASSWORD_FILE", "/run/password"), ("EVERGRANT_LISTENERS_PUBLIC_ADDRESS", "10.0.0.9"),
            ("EVERGRANT_LISTENERS_PUBLIC_TLS_CERTIFICATE_CHAIN_FILE", "c.pem"),
        ])
    func isOverridden(variable: String, value: String) throws {
        let (before, after) = ("\(try read(Self.complete))", "\(try read(Self.complete, [variable: value]))")

        #expect(!before.contains("\"\(value)\""))
        #expect(after.contains("\"\(value)\""))
    }

    @Test("numbers and times are overridden too, and whole sections come from the environment alone")
    func readsSectionsOfEnvironment() throws {
        let configuration = try read(
            "",
            [
                "EVERGRANT_REGION": "tokyo", "EVERGRANT_DATABASE_HOST": "db", "EVERGRANT_DATABASE_PORT": "6432",
                "EVERGRANT_KEY_ENCRYPTION_KEY_FILE": "/k", "EVERGRANT_CACHE_FRESH_FOR_SECONDS": "0.5",
                "EVERGRANT_DURABILITY_CONFIRM_WITHIN_SECONDS": "0.25", "EVERGRANT_LISTENERS_CLEARTEXT_ADDRESS": "::1",
                "EVERGRANT_DATABASE_QUERY_TIMEOUT_SECONDS": "1.25", "EVERGRANT_LOOPS": "2",
            ])

        #expect(configuration.database.port == 6432)
        #expect(configuration.database.queryTimeout == .milliseconds(1250))
        #expect(configuration.cache.freshFor == .milliseconds(500))
        #expect(configuration.confirmWithin == .milliseconds(250))
        #expect(configuration.listeners.cleartext == .init(address: "::1", port: 8080, tls: nil))
        #expect(configuration.loopCount == 2)
    }

    @Test(
        "a key that nobody knows is refused by its full name",
        arguments: [
            ("regoin: x", "regoin"), ("cache: {freshForSecond: 1}", "cache.freshForSecond"),
            ("listeners: {public: {address: '::', prot: 1}}", "listeners.public.prot"),
            ("listeners: {publik: {address: '::'}}", "listeners.publik"),
            ("durability: {x: 1}", "durability.x"), ("health: {lag: 1}", "health.lag"),
            (
                "listeners: {public: {address: '::', tls: {certificateChainFile: a, privateKeyFile: b, key: c}}}",
                "listeners.public.tls.key"
            ),
        ])
    func refusesUnknownKeys(line: String, key: String) {
        #expect { try read(Self.smallest + line) } throws: { ($0 as? ConfigurationError)?.key == key }
    }

    @Test(
        "a value of the wrong kind or out of its range is refused by its full name",
        arguments: [
            ("loops: many", "loops"), ("loops: 0", "loops"), ("loops: 257", "loops"), ("loops: 1.5", "loops"),
            ("loops: [1]", "loops"), ("cache: 5", "cache"), ("cache: [1]", "cache"),
            ("cache: {freshForSeconds: -1}", "cache.freshForSeconds"),
            ("cache: {freshForSeconds: nan}", "cache.freshForSeconds"),
            ("cache: {usableForSeconds: 1e9}", "cache.usableForSeconds"), ("cache: {keysMax: x}", "cache.keysMax"),
            ("health: {lagWarningSeconds: 0}", "health.lagWarningSeconds"),
            // Less would cancel the statement itself and not only the wait for the other region.
            ("durability: {confirmWithinSeconds: 0}", "durability.confirmWithinSeconds"),
            ("durability: {confirmWithinSeconds: 31}", "durability.confirmWithinSeconds"),
            ("peers: {region: tokyo}", "peers"), ("peers: [{region: tokyo}]", "peers.0.url"),
            ("peers: [{region: tokyo, url: 'ftp://a'}]", "peers.0.url"),
            ("peers: [{region: Tokyo, url: 'https://a'}]", "peers.0.region"),
            ("peers: [{region: seoul, url: 'https://a'}]", "peers.0.region"),
            ("peers: [{region: a, url: 'https://a'}, {region: a, url: 'https://b'}]", "peers.1.region"),
            ("peerIntervalSeconds: 0.1", "peerIntervalSeconds"), ("publicURL: drm.example.com", "publicURL"),
            ("publicURL: https://" + String(repeating: "a", count: 250), "publicURL"),
            ("listeners: {public: {address: '::', port: 65536}}", "listeners.public.port"),
            ("listeners: {public: {port: 1}}", "listeners.public.address"),
            (
                "listeners: {public: {address: '::', tls: {certificateChainFile: a}}}",
                "listeners.public.tls.privateKeyFile"
            ),
        ])
    func refusesWrongValues(line: String, key: String) {
        #expect { try read(Self.smallest + line) } throws: { ($0 as? ConfigurationError)?.key == key }
    }

    @Test(
        "what the database section lacks or exceeds is named",
        arguments: [
            ("{}", "database.host"), ("{host: ''}", "database.host"), ("{host: db, port: 0}", "database.port"),
            ("{host: db, connectionsPerLoop: 5}", "database.connectionsPerLoop"),
            ("{host: db, queryTimeoutSeconds: 0}", "database.queryTimeoutSeconds"),
            ("{host: db, password: secret}", "database.password"),
        ])
    func namesDatabaseKeys(section: String, key: String) {
        #expect { try read("region: a\nkeyEncryptionKeyFile: k\ndatabase: \(section)\n") } throws: {
            ($0 as? ConfigurationError)?.key == key
        }
    }

    @Test(
        "a region is a short plain word",
        arguments: ["Seoul", "se oul", "seoul_1", "söul", String(repeating: "a", count: 33)])
    func refusesRegion(name: String) {
        #expect { try read(Self.smallest, ["EVERGRANT_REGION": name]) } throws: {
            ($0 as? ConfigurationError)?.key == "region"
        }
    }

    @Test("an empty file lacks its first required key", arguments: ["", "\n", "# only a comment\n", "{}"])
    func refusesEmptyFile(text: String) {
        #expect { try read(text) } throws: { ($0 as? ConfigurationError) == ConfigurationError("region", "is missing") }
    }

    @Test("what is no mapping is refused", arguments: ["- a\n- b\n", "just words", "region: [", "a: b: c", "\u{0}"])
    func refusesOtherText(text: String) {
        #expect { try read(text) } throws: { ($0 as? ConfigurationError)?.key == "" }
    }

    @Test("a key that stands there twice is refused")
    func refusesRepeatedKey() {
        #expect(throws: ConfigurationError.self) { try read(Self.smallest + "loops: 1\nloops: 2\n") }
    }

    @Test("an error says its key and what it should be")
    func describesError() {
        #expect { try read(Self.smallest + "loops: 0") } throws: {
            "\($0)" == "loops: must be a whole number from 1 to 256, not ‘0’"
        }
    }

    private static let complete = """
        region: tokyo
        listeners:
          public: {address: 0.0.0.0, port: 443, tls: {certificateChainFile: a.pem, privateKeyFile: b.pem}}
          cleartext: {address: 10.0.0.1, port: 80}
          operator: {address: "::1", port: 9000}
        database:
          host: /run/postgresql
          port: 5433
          name: grants
          user: server
          passwordFile: credential:database
          encryption: verify-full
          rootCertificateFile: ca.pem
          connectionsPerLoop: 4
          queryTimeoutSeconds: 0.75
        cache: {freshForSeconds: 1, usableForSeconds: 60, keysMax: 0}
        health: {lagWarningSeconds: 5}
        durability: {confirmWithinSeconds: 0.5}
        keyEncryptionKeyFile: credential:kek
        keyEncryptionKeyVersion: 3
        migrationsDirectory: /usr/share/evergrant
        peers:
          - {region: seoul, url: "https://seoul.example.com", trustAnchorsFile: ca.pem}
          - {region: busan, url: "https://10.0.0.2:8443/health"}
        peerIntervalSeconds: 2.5
        publicURL: https://tokyo.example.com
        loops: 3
        """

    @Test("a peer's URL without a path means its /health")
    func asksHealth() throws {
        let urls = try read(Self.complete).peers.map(\.address.description)

        #expect(urls == ["https://seoul.example.com/health", "https://10.0.0.2:8443/health"])
    }

    private static let everything = Configuration(
        region: "tokyo",
        listeners: .init(
            public: .init(
                address: "0.0.0.0", port: 443,
                tls: TLSFiles(certificates: [CertificateFiles(chain: "a.pem", privateKey: "b.pem")])),
            cleartext: .init(address: "10.0.0.1", port: 80, tls: nil),
            operator: .init(address: "::1", port: 9000, tls: nil)),
        database: .init(
            host: "/run/postgresql", port: 5433, name: "grants", user: "server", passwordFile: "credential:database",
            encryption: .verifyFull, rootCertificateFile: "ca.pem",
            connectionsPerLoop: 4, queryTimeout: .milliseconds(750)),
        cache: .init(freshFor: .seconds(1), usableFor: .seconds(60), keysMax: 0),
        health: .init(lagWarning: .seconds(5)), keyEncryptionKeyFile: "credential:kek",
        keyEncryptionKeyVersion: 3, migrationsDirectory: "/usr/share/evergrant", confirmWithin: .milliseconds(500),
        loopCount: 3)
}
