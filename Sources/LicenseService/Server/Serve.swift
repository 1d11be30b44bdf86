internal import Daemon
internal import FoundationEssentials
internal import Logging

/// Serves until SIGTERM or SIGINT; comes back when everything at hand has been answered.
///
/// - Parameter path: Where the configuration was read, and is read again on SIGHUP.
package func serve(_ configuration: Configuration, from path: String) throws {
    let process = ProcessInfo.processInfo
    let inherited = try InheritedSockets(
        environment: process.environment, processID: process.processIdentifier, known: Entrance.names)
    let plant = try Plant(
        configuration, environment: process.environment, threshold: LogThreshold(configuration.logLevel),
        inherited: inherited)
    let supervisor = Supervisor(environment: process.environment, processID: process.processIdentifier)
    let source = ConfigurationSource(path: path, environment: process.environment)
    try Server(plant, supervisor: supervisor, source: source).run()
}

/// Reads everything `serve` would read, and binds nothing.
package func checkConfiguration(_ configuration: Configuration) throws {
    _ = try Plant(configuration, environment: ProcessInfo.processInfo.environment, threshold: LogThreshold(.warning))
}
