package import Daemon
internal import Failover

extension ProberConfiguration {
    /// Reads a prober's configuration file; the environment overrides it key by key.
    package init(text: String, environment: [String: String]) throws(ConfigurationError) {
        var settings = try SettingsReader(text: text, environment: environment)
        vantage = try settings.string("vantage")
        stateDirectory = try settings.string("stateDirectory")
        listener =
            try settings.listener("listener", defaultPort: 8444)
            ?? ListenerSettings(address: "::", port: 8444, tls: nil)
        vantages = try settings.vantages("vantages")
        vantageSecretFile = try settings.string("vantageSecretFile")
        trustAnchorsFile = try settings.optionalString("trustAnchorsFile")
        regions = try settings.regions("regions")
        pace = try settings.pace()
        quorum = try settings.quorum("quorum", vantageCount: vantages.count)
        rules = try settings.rules()
        steering = try settings.steering("dns")
        alarms = try settings.alarms("alarms")
        guard vantages.contains(where: { $0.name == vantage }) else {
            throw settings.error("vantages", "must name this vantage, ‘\(vantage)’, among the others")
        }
        try settings.finish()
    }
}

extension SettingsReader {
    /// More vantages than this bring more traffic and no more certainty.
    private static var vantagesMax: Int { 15 }

    fileprivate mutating func vantages(_ key: String) throws(ConfigurationError) -> [ProberConfiguration.Vantage] {
        var vantages: [ProberConfiguration.Vantage] = []
        for var section in try sections(key) {
            vantages.append(.init(name: try section.plainName("name"), url: try section.string("url")))
            try section.finish()
        }
        guard 1...Self.vantagesMax ~= vantages.count else {
            throw error(key, "must list from 1 to \(Self.vantagesMax) vantages")
        }
        guard Set(vantages.map(\.name)).count == vantages.count else { throw error(key, "must not name one twice") }
        return vantages
    }

    fileprivate mutating func regions(_ key: String) throws(ConfigurationError) -> ProberConfiguration.Regions {
        var section = try section(key)
        let regions = ProberConfiguration.Regions(
            main: try section.region("main"), backup: try section.region("backup"))
        guard regions.main.name != regions.backup.name else {
            throw section.error("backup.name", "must be another than the main region's")
        }
        try section.finish()
        return regions
    }

    private mutating func region(_ key: String) throws(ConfigurationError) -> ProberConfiguration.Region {
        var section = try section(key)
        let region = ProberConfiguration.Region(
            name: try section.plainName("name"), url: try section.string("url"),
            connectTo: try section.optionalString("connectTo"))
        try section.finish()
        return region
    }

    /// A name that can stand in a label, a header and a notice.
    private mutating func plainName(_ key: String) throws(ConfigurationError) -> String {
        let name = try string(key)
        let isPlain = name.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
        guard isPlain, name.utf8.count <= 32 else { throw error(key, "must be at most 32 of a-z, 0-9 and -") }
        return name
    }

    /// What a production prober keeps to, unless it says that it is a rehearsal.
    fileprivate mutating func pace() throws(ConfigurationError) -> ProberConfiguration.Pace {
        let isShortened = try flag("shortenedForDrills", default: false)
        let windows = (isShortened ? 1.0 : 60)...3600
        let timeouts = (isShortened ? 0.1 : 1)...30
        let pace = ProberConfiguration.Pace(
            cycle: try seconds("cycleSeconds", in: (isShortened ? 0.2 : 10)...60, default: .seconds(30)),
            failureWindow: try seconds("failureWindowSeconds", in: windows, default: .seconds(180)),
            recoveryWindow: try seconds("recoveryWindowSeconds", in: windows, default: .seconds(180)),
            connectTimeout: try seconds("connectTimeoutSeconds", in: timeouts, default: .seconds(4)),
            statusTimeout: try seconds("statusTimeoutSeconds", in: timeouts, default: .seconds(2))
        )
        guard pace.cycle <= min(pace.failureWindow, pace.recoveryWindow) else {
            throw error("cycleSeconds", "must not be longer than a window")
        }
        return pace
    }

    fileprivate mutating func flag(_ key: String, default value: Bool) throws(ConfigurationError) -> Bool {
        try optional(key, { Bool($0) }, "true or false") ?? value
    }

    fileprivate mutating func quorum(
        _ key: String, vantageCount: Int
    ) throws(ConfigurationError) -> Quorum {
        let read = try optional(
            key,
            { (word) -> Quorum? in
                switch word {
                case "majority": .majority
                case "route53": .route53
                default: Int(word).flatMap { 1...vantageCount ~= $0 ? .atLeast($0) : nil }
                }
            }, "majority, route53 or a number from 1 to \(vantageCount), for so many vantages are listed")
        return read ?? .majority
    }

    fileprivate mutating func rules() throws(ConfigurationError) -> ProberConfiguration.Rules {
        let mustWrite = try flag("mainMustBeReadWrite", default: true)
        let mode = try optional("mode", { ["evergrant", "route53"].contains($0) ? $0 : nil }, "evergrant or route53")
        guard mode == "route53" else {
            guard try optionalSection("route53") == nil else { throw error("route53", "needs mode: route53") }
            return .evergrant(mainMustBeReadWrite: mustWrite)
        }
        var section = try section("route53")
        let threshold = try section.integer("threshold", in: 1...10, default: 3)
        let searchString = try section.optionalString("searchString")
        // As Route 53 has it: "up to 255 characters".
        guard searchString?.count ?? 0 <= 255 else { throw section.error("searchString", "has at most 255 characters") }
        try section.finish()
        return .route53(threshold: threshold, searchString: searchString)
    }
}
