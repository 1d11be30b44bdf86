package import Daemon
internal import Logging
internal import Postgres

extension Configuration {
    /// Reads a configuration file; the environment overrides it key by key.
    ///
    /// - Parameter processorCount: how many loops there are when nothing says otherwise.
    package init(
        text: String, environment: [String: String], processorCount: Int
    ) throws(ConfigurationError) {
        var settings = try SettingsReader(text: text, environment: environment)
        region = try settings.regionName("region")
        listeners = try settings.listeners("listeners")
        database = try settings.database("database")
        cache = try settings.cache("cache")
        health = try settings.health("health")
        limits = try settings.limits("limits")
        proxies = try settings.proxies("proxies")
        keyEncryptionKeyFile = try settings.string("keyEncryptionKeyFile")
        keyEncryptionKeyVersion = try settings.optional("keyEncryptionKeyVersion", UInt32.init, "a version")
        migrationsDirectory = try settings.optionalString("migrationsDirectory") ?? "Migrations"
        var durability = try settings.section("durability")
        confirmWithin = try durability.seconds("confirmWithinSeconds", in: 0.1...30, default: .seconds(2))
        try durability.finish()
        stateDirectory = try settings.optionalString("stateDirectory") ?? "/var/lib/evergrant"
        journal = try settings.journal("journal")
        peers = try settings.peers("peers", besides: region)
        peerInterval = try settings.seconds("peerIntervalSeconds", in: 0.2...60, default: .seconds(5))
        publicURL = try settings.publicURL("publicURL")
        systems = try settings.systems("drm", processorCount: processorCount)
        loopCount = try settings.integer("loops", in: 1...256, default: processorCount)
        draining = try settings.draining("draining")
        logLevel = try settings.logLevel("log")
        accessLog = try settings.accessLog("accessLog")
        try settings.finish()
    }
}

extension SettingsReader {
    mutating func regionName(_ key: String) throws(ConfigurationError) -> String {
        let name = try string(key)
        let isPlain = name.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
        guard isPlain, name.utf8.count <= 32 else {
            throw error(
                key, "must be at most 32 of a-z, 0-9 and -: it becomes a header, a label and an application name")
        }
        return name
    }

    fileprivate mutating func listeners(_ key: String) throws(ConfigurationError) -> Configuration.Listeners {
        var section = try section(key)
        let listeners = Configuration.Listeners(
            public: try section.listener("public", defaultPort: 8443) ?? .init(address: "::", port: 8443, tls: nil),
            cleartext: try section.listener("cleartext", defaultPort: 8080),
            operator: try section.listener("operator", defaultPort: 9090)
                ?? .init(address: "127.0.0.1", port: 9090, tls: nil)
        )
        try section.finish()
        return listeners
    }

    fileprivate mutating func database(_ key: String) throws(ConfigurationError) -> Configuration.Database {
        var section = try section(key)
        let database = Configuration.Database(
            host: try section.string("host"),
            port: UInt16(try section.integer("port", in: 1...65535, default: 5432)),
            name: try section.optionalString("name") ?? "evergrant",
            user: try section.optionalString("user") ?? "evergrant",
            passwordFile: try section.optionalString("passwordFile"),
            encryption: try section.encryption("encryption"),
            rootCertificateFile: try section.optionalString("rootCertificateFile"),
            connectionsPerLoop: try section.integer("connectionsPerLoop", in: 1...4, default: 1),
            queryTimeout: try section.seconds("queryTimeoutSeconds", in: 0.1...30, default: .seconds(2))
        )
        try section.finish()
        return database
    }

    /// In libpq's words for `sslmode`.
    private mutating func encryption(_ key: String) throws(ConfigurationError) -> DatabaseTarget.Encryption {
        let known = DatabaseTarget.Encryption.allCases.map(\.rawValue).joined(separator: ", ")
        return try optional(key, DatabaseTarget.Encryption.init(rawValue:), "one of \(known)") ?? .disable
    }

    fileprivate mutating func cache(_ key: String) throws(ConfigurationError) -> Configuration.Cache {
        var section = try section(key)
        let cache = Configuration.Cache(
            freshFor: try section.seconds("freshForSeconds", in: 0...3600, default: .seconds(10)),
            usableFor: try section.seconds("usableForSeconds", in: 0...86400, default: .seconds(900)),
            keysMax: try section.integer("keysMax", in: 0...10_000_000, default: 100_000)
        )
        try section.finish()
        return cache
    }

    fileprivate mutating func logLevel(_ key: String) throws(ConfigurationError) -> Logger.Level {
        var section = try section(key)
        let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        let level = try section.optional("level", Logger.Level.init(rawValue:), "one of \(known)") ?? .info
        try section.finish()
        return level
    }

    fileprivate mutating func accessLog(_ key: String) throws(ConfigurationError) -> Configuration.AccessLogging? {
        var section = try section(key)
        let file = try section.optionalString("file")
        let fraction = { (text: String) in Double(text).flatMap { (0...1).contains($0) ? $0 : nil } }
        let sample = try section.optional("sample", fraction, "a number from 0 to 1") ?? 1
        try section.finish()
        return file.map { Configuration.AccessLogging(file: $0, sample: sample) }
    }

    fileprivate mutating func draining(_ key: String) throws(ConfigurationError) -> Configuration.Draining {
        var section = try section(key)
        let usual = Configuration.Draining()
        let draining = Configuration.Draining(
            delay: try section.seconds("delaySeconds", in: 0...300, default: usual.delay),
            deadline: try section.seconds("deadlineSeconds", in: 0...3600, default: usual.deadline))
        try section.finish()
        return draining
    }

    fileprivate mutating func health(_ key: String) throws(ConfigurationError) -> Configuration.Health {
        var section = try section(key)
        let health = Configuration.Health(
            lagWarning: try section.seconds("lagWarningSeconds", in: 1...86400, default: .seconds(30)))
        try section.finish()
        return health
    }
}
