internal import Bytes
internal import Cryptography
internal import Daemon
internal import FairPlayKeys
internal import HTTPServer
internal import Licensing
internal import Logging
internal import Postgres
internal import Reactor
internal import Synchronization

/// What all loops share: read once at the start, and nothing in it is ever locked.
struct Plant: Sendable {
    let configuration: Configuration
    let ring: KeyRing
    let databaseSettings: DatabaseSettings
    let resolver = NameResolver()
    let tls: ReloadableTLS?
    let cleartextTLS: ReloadableTLS?
    let operatorTLS: ReloadableTLS?
    let inherited: InheritedSockets
    let metrics: [ServerMetrics]
    let census: ConnectionCensus
    let state = ServerState()
    let shipping = ShippingState()
    let regions: RegionBoard
    let roleHint = RoleHint()
    let parity: OwnParity
    let peers: [PeerPoll]
    /// As read at the start.
    let systems: SystemProviders
    /// Where the licensee's program stands, when this server keeps it running.
    let keyProgram = KeyProgramBoard()
    let workshop: Workshop
    let pulses: [LoopPulse]
    let reloads = ReloadState()
    let accessLines = LineCounts()
    /// What was read again, for every loop.
    let news = Bulletin<Reloaded>()
    let threshold: LogThreshold
    let log: Logger

    /// Reads every file the configuration names, so that a server that starts has all it needs.
    init(
        _ configuration: Configuration, environment: [String: String], threshold: LogThreshold,
        inherited: InheritedSockets = .none
    ) throws(ConfigurationError) {
        self.configuration = configuration
        self.threshold = threshold
        self.inherited = inherited
        log = Logger(label: "evergrant") { JSONLogHandler(label: $0, threshold: threshold) }
        ring = try KeyFile.read(configuration, environment: environment)
        databaseSettings = try DatabaseSettings(configuration, environment: environment)
        let listeners = configuration.listeners
        tls = try listeners.public.reloadableTLS("listeners.public", environment: environment)
        cleartextTLS = try listeners.cleartext?.reloadableTLS("listeners.cleartext", environment: environment)
        operatorTLS = try listeners.operator.reloadableTLS("listeners.operator", environment: environment)
        systems = try SystemProviders.read(configuration, environment: environment)
        workshop = Workshop(
            named: "workshop", threadCount: configuration.systems.threadCount, lineCount: DRMSystem.allCases.count,
            waitingMax: configuration.systems.waitingMax)
        parity = OwnParity(ring, systems)
        regions = RegionBoard(peers: configuration.peers.map(\.region))
        var peers: [PeerPoll] = []
        for (index, peer) in configuration.peers.enumerated() {
            peers.append(try PeerPoll(peer, at: index, resolver: resolver))
        }
        self.peers = peers
        census = ConnectionCensus(configuration.limits.within(descriptors: DescriptorLimit.raise()))
        metrics = (0..<configuration.loopCount).map { _ in ServerMetrics() }
        pulses = (0..<configuration.loopCount).map { _ in LoopPulse() }
    }

    /// One connection a loop is enough: the next operator's question waits.
    var operatorDatabaseSettings: DatabaseSettings {
        var settings = databaseSettings
        settings.connectionCount = 1
        return settings
    }

    /// What takes up new certificates, and has something to say about them.
    var securedListeners: [ReloadableTLS] { [tls, cleartextTLS, operatorTLS].compactMap(\.self) }
}

/// Where the process stands; set by one loop, read by all.
final class ServerState: Sendable {
    private let admitted = Atomic<Bool>(false)
    private let draining = Atomic<Bool>(false)

    /// The database's schema and keys are the ones this program knows.
    var isAdmitted: Bool { admitted.load(ordering: .acquiring) }
    var isDraining: Bool { draining.load(ordering: .acquiring) }

    func admit() { admitted.store(true, ordering: .releasing) }
    func drain() { draining.store(true, ordering: .releasing) }
}

/// Reading the key-encryption keys.
enum KeyFile {
    static func read(
        _ configuration: Configuration, environment: [String: String]
    ) throws(ConfigurationError) -> KeyRing {
        let key = "keyEncryptionKeyFile"
        let file = try SecretFile.read(configuration.keyEncryptionKeyFile, for: key, environment: environment)
        do throws(KeyFileError) {
            return try file.withBytes { bytes throws(KeyFileError) in
                try KeyRing(parsing: [UInt8](copying: bytes), current: configuration.keyEncryptionKeyVersion)
            }
        } catch {
            throw ConfigurationError(key, "\(error)")
        }
    }
}

extension DatabaseSettings {
    init(_ configuration: Configuration, environment: [String: String]) throws(ConfigurationError) {
        let database = configuration.database
        var password: Secret?
        if let file = database.passwordFile {
            let key = "database.passwordFile"
            let read = try SecretFile.read(file, for: key, environment: environment)
            // A file that was written with an editor ends with a line feed.
            password = Secret(copying: read.withBytes { [UInt8](copying: $0).prefix { $0 != 0x0A && $0 != 0x0D } })
        }
        self.init(
            target: DatabaseTarget(
                host: database.host, port: database.port, database: database.name, user: database.user,
                password: password, encryption: database.encryption,
                rootCertificateFile: database.rootCertificateFile))
        connectionCount = database.connectionsPerLoop
        session.applicationName = "evergrant-\(configuration.region)"
    }
}
