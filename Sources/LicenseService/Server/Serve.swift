internal import Cryptography
internal import Daemon
internal import Logging
internal import Reactor

/// Serves until SIGTERM or SIGINT; comes back when everything at hand has been answered.
///
/// - Parameter path: Where the configuration was read, and is read again on SIGHUP.
package func serve(_ configuration: Configuration, from path: String) throws {
    keepOpenSSLUntilTheEnd()
    let inherited = try InheritedSockets(
        environment: ThisProcess.environment, processID: ThisProcess.identifier, known: Entrance.names)
    let plant = try Plant(
        configuration, environment: ThisProcess.environment, threshold: LogThreshold(configuration.logLevel),
        inherited: inherited)
    let supervisor = Supervisor(environment: ThisProcess.environment, processID: ThisProcess.identifier)
    let source = ConfigurationSource(path: path, environment: ThisProcess.environment)
    try Server(plant, supervisor: supervisor, source: source).run()
}

/// Reads everything `serve` would read, and binds nothing.
package func checkConfiguration(_ configuration: Configuration) throws {
    _ = try Plant(configuration, environment: ThisProcess.environment, threshold: LogThreshold(.warning))
}
