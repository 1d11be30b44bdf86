internal import Bytes
internal import Cryptography
internal import Daemon
internal import Failover
internal import FoundationEssentials
internal import HTTPClient
internal import Logging
internal import Reactor

/// What a configuration leads to: every file it names is read, every address understood.
struct ProberPlant: Sendable {
    let configuration: ProberConfiguration
    let secret: VantageSecret
    let listenerTLS: ReloadableTLS?
    let trust: TLSClientContext
    let regions: PerRegion<HTTPAddress>
    /// All vantages in their order, this one included.
    let vantages: [(name: String, address: HTTPAddress)]
    let resolver = NameResolver()
    let log: Logger
    private let environment: [String: String]

    init(
        _ configuration: ProberConfiguration, environment: [String: String], log: Logger
    ) throws(ConfigurationError) {
        self.configuration = configuration
        self.log = log
        self.environment = environment
        secret = try VantageSecret(
            configuration.vantageSecretFile, for: "vantageSecretFile", environment: environment)
        listenerTLS = try configuration.listener.reloadableTLS("listener", environment: environment)
        trust = try Self.trust(configuration.trustAnchorsFile)
        regions = PerRegion(
            main: try Self.address(of: configuration.regions.main, "regions.main"),
            backup: try Self.address(of: configuration.regions.backup, "regions.backup"))
        var vantages: [(String, HTTPAddress)] = []
        for (index, vantage) in configuration.vantages.enumerated() {
            vantages.append((vantage.name, try Self.address(vantage.url, "vantages.\(index).url")))
        }
        self.vantages = vantages
        try Self.requireFolder(configuration.stateDirectory)
        _ = try deliveries()
        _ = try makeSteering()
    }

    /// New ones, with every file that they need read.
    func deliveries() throws(ConfigurationError) -> Deliveries {
        try Deliveries(
            configuration.alarms, at: "alarms", vantage: configuration.vantage, environment: environment,
            resolver: resolver, logger: log, wallClock: Self.wallClock)
    }

    /// What moves the name, with every file that it needs read; nil when nothing is to be moved.
    func makeSteering() throws(ConfigurationError) -> (any Steering)? {
        try configuration.steering.makeSteering(
            environment: environment, resolver: resolver, wallClock: Self.wallClock)
    }

    private static func wallClock() -> Timestamp { Timestamp(seconds: Int64(Date.now.timeIntervalSince1970)) }

    /// One for each region.
    var probes: PerRegion<RegionProbe> {
        let pace = configuration.pace
        let deadlines = ClientDeadlines(
            connect: pace.connectTimeout, status: pace.statusTimeout, total: pace.connectTimeout + pace.statusTimeout)
        let requester = HTTPRequester(
            trust: trust, resolver: resolver, limits: ClientLimits(bodyBytesMax: configuration.rules.bodyBytesMax))
        func probe(_ region: RegionChoice) -> RegionProbe {
            RegionProbe(
                region: region, address: regions[region], rule: configuration.rules.healthRule(for: region),
                deadlines: deadlines, requester: requester)
        }
        return PerRegion(main: probe(.main), backup: probe(.backup))
    }

    var stateFile: String { configuration.stateDirectory + "/" + SavedState.fileName }

    /// Which of the vantages this one is.
    var rank: Int { vantages.firstIndex { $0.name == configuration.vantage } ?? 0 }

    private static func trust(_ file: String?) throws(ConfigurationError) -> TLSClientContext {
        do throws(TLSFailure) {
            return try TLSClientContext(trustAnchorsFile: file)
        } catch {
            throw ConfigurationError("trustAnchorsFile", "\(error)")
        }
    }

    private static func address(_ url: String, _ key: String) throws(ConfigurationError) -> HTTPAddress {
        do throws(HTTPAddressError) {
            return try HTTPAddress(parsing: url)
        } catch {
            throw ConfigurationError(key, error.rawValue)
        }
    }

    private static func address(
        of region: ProberConfiguration.Region, _ key: String
    ) throws(ConfigurationError) -> HTTPAddress {
        var address = try address(region.url, "\(key).url")
        guard let text = region.connectTo else { return address }
        guard let target = SocketAddress(parsing: text) else {
            throw ConfigurationError("\(key).connectTo", "must be an IP address with a port, as 192.0.2.1:8443")
        }
        address.connectTo = target
        return address
    }

    private static func requireFolder(_ path: String) throws(ConfigurationError) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder,
            FileManager.default.isWritableFile(atPath: path)
        else { throw ConfigurationError("stateDirectory", "\(path) is no folder that may be written") }
    }
}

extension ProberConfiguration.Rules {
    /// Our own document is short; of any other page Route 53 searches the beginning, and a page may be long.
    fileprivate var bodyBytesMax: Int {
        switch self {
        case .evergrant: Route53Settings.searchedBytesMax
        case .route53: 1_048_576
        }
    }

    /// Only the main region is where writes belong.
    fileprivate func healthRule(for region: RegionChoice) -> HealthRule {
        switch self {
        case .evergrant(let mainMustBeReadWrite): .document(mustBeReadWrite: mainMustBeReadWrite && region == .main)
        case .route53(_, let text): .route53(searchString: text.map { Array($0.utf8) })
        }
    }
}

extension SocketAddress {
    /// `192.0.2.1:8443` or `[2001:db8::1]:8443`.
    fileprivate init?(parsing text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0
        else { return nil }
        let host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        self.init(numeric: String(isBracketed ? host.dropFirst().dropLast() : host), port: port)
    }
}
