internal import Cryptography
package import Daemon
internal import FoundationEssentials
internal import Logging
internal import Reactor

extension ProberConfiguration {
    /// Reads the file at `path`, overridden by this process's environment.
    package static func load(from path: String) throws(ConfigurationError) -> ProberConfiguration {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError("", "cannot read \(path)")
        }
        return try ProberConfiguration(
            text: String(decoding: data, as: UTF8.self), environment: ThisProcess.environment)
    }
}

extension ProberPlant {
    fileprivate init(_ configuration: ProberConfiguration, level: Logger.Level) throws(ConfigurationError) {
        let log = Logger(label: "evergrant.probe") { JSONLogHandler(label: $0, level: level) }
        try self.init(configuration, environment: ThisProcess.environment, log: log)
    }
}

/// Probes, decides and moves the name until SIGTERM or SIGINT.
package func probe(_ configuration: ProberConfiguration) throws {
    keepOpenSSLUntilTheEnd()
    let plant = try ProberPlant(configuration, level: .info)
    configuration.secrets.warnIfOpen(environment: ThisProcess.environment, to: plant.log)
    try ProberProcess(plant).run()
}

/// Reads everything `probe` would read, warns of what it would warn of, and asks nobody.
package func checkProbe(_ configuration: ProberConfiguration) throws {
    let plant = try ProberPlant(configuration, level: .warning)
    configuration.secrets.warnIfOpen(environment: ThisProcess.environment, to: plant.log)
}

/// What the running prober knows, as its `/status` says it.
package func proberStatus(_ configuration: ProberConfiguration) throws -> String {
    try ProberClient(ProberPlant(configuration, level: .warning)).status()
}

/// Gives the running prober an order.
///
/// - Parameter region: For `force`: `main`, `backup`, or the name of either.
/// - Returns: Its status afterwards.
package func order(_ order: ProberOrder, _ configuration: ProberConfiguration) throws -> String {
    try ProberClient(ProberPlant(configuration, level: .warning)).give(order)
}

/// What an operator can tell a running prober.
package enum ProberOrder: Equatable, Sendable {
    case freeze
    /// `main`, `backup`, or the name of either.
    case force(region: String, evenIfDead: Bool)
    case release
}
