internal import Daemon
internal import Licensing
internal import Reactor

/// What every loop is to go on with.
struct Reloaded: Sendable {
    let configuration: Configuration
    let ring: KeyRing
    let systems: SystemProviders
    let accessLog: LineSink?
    /// Arrived at by each loop that has it.
    let taken: Latch
}

/// Where a running server's configuration comes from.
struct ConfigurationSource: Sendable {
    let path: String
    let environment: [String: String]

    /// Reads everything that a reload may change, and changes nothing.
    func read(
        over current: Configuration, _ ring: KeyRing
    ) throws(ConfigurationError) -> (change: ConfigurationChange, ring: KeyRing, systems: SystemProviders) {
        let change = ConfigurationChange(from: current, to: try Configuration.load(from: path))
        let newRing = try KeyFile.read(change.configuration, environment: environment)
        try newRing.requireToContain(ring)
        let systems = try SystemProviders.read(change.configuration, environment: environment)
        // All of them before any is used.
        let listeners = change.configuration.listeners
        _ = try listeners.public.reloadableTLS("listeners.public", environment: environment)
        _ = try listeners.cleartext?.reloadableTLS("listeners.cleartext", environment: environment)
        _ = try listeners.operator.reloadableTLS("listeners.operator", environment: environment)
        return (change, newRing, systems)
    }
}

extension KeyRing {
    /// A running server may learn keys and not lose any: what it has wrapped must open.
    func requireToContain(_ old: KeyRing) throws(ConfigurationError) {
        for key in old.keys {
            guard let same = keys.first(where: { $0.version == key.version }) else {
                throw ConfigurationError(
                    "keyEncryptionKeyFile", "lacks version \(key.version), which this server uses: that needs a restart"
                )
            }
            guard let (one, other) = try? (same.checkValue(), key.checkValue()), one == other else {
                throw ConfigurationError(
                    "keyEncryptionKeyFile", "has another key as version \(key.version) than this server uses")
            }
        }
    }
}

extension Configuration {
    /// Where access is logged from now on.
    ///
    /// - Parameter old: What was written to until now; the same file is opened again, as it may have been rotated.
    func accessLogSink(
        after old: LineSink?, _ file: String?, counts: LineCounts
    ) throws(ConfigurationError) -> LineSink? {
        guard let accessLog else { return nil }
        do throws(SystemError) {
            guard let old, file == accessLog.file else { return try LineSink(accessLog.file, counts: counts) }
            try old.reopen(accessLog.file)
            return old
        } catch {
            throw ConfigurationError("accessLog.file", "\(error)")
        }
    }
}

extension Plant {
    /// Has the listeners take new certificates, ticket keys and lists to their next handshakes.
    func adopt(_ listeners: Configuration.Listeners) throws(ConfigurationError) {
        try tls?.reload(listeners.public.tls)
        try cleartextTLS?.reload(listeners.cleartext?.tls)
        try operatorTLS?.reload(listeners.operator.tls)
    }
}
