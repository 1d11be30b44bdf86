internal import Cryptography
internal import Daemon
internal import Logging
internal import Postgres
internal import Reactor

/// Serves until SIGTERM or SIGINT; comes back when everything at hand has been answered.
///
/// - Parameter path: Where the configuration was read, and is read again on SIGHUP.
package func serve(_ configuration: Configuration, from path: String) throws {
    let environment = ThisProcess.environment
    let inherited = try InheritedSockets(
        environment: environment, processID: ThisProcess.identifier, known: Entrance.names)
    let plant = try Plant(
        configuration, environment: environment, threshold: LogThreshold(configuration.logLevel), inherited: inherited)
    configuration.secrets.warnIfOpen(environment: environment, to: plant.log)
    let supervisor = Supervisor(environment: environment, processID: ThisProcess.identifier)
    let source = ConfigurationSource(path: path, environment: environment)
    try Server(plant, supervisor: supervisor, source: source).run()
}

/// Begins, beside what a server starts with, what takes as long and needs nothing of it.
///
/// OpenSSL's generator and libpq's libraries are a third of a start otherwise. Whoever needs them sooner waits for
/// them, so a thread that cannot be had is no failure.
package func prepareToServe() {
    keepOpenSSLUntilTheEnd()
    SignalDescriptor.block()
    try? Thread.start(named: "prepare") {
        Random.prepare()
        Database.openLibrary()
    }
}

/// Reads everything `serve` would read, warns of what it would warn of, and binds nothing.
package func checkConfiguration(_ configuration: Configuration) throws {
    let environment = ThisProcess.environment
    let plant = try Plant(configuration, environment: environment, threshold: LogThreshold(.warning))
    configuration.secrets.warnIfOpen(environment: environment, to: plant.log)
}
