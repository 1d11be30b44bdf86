internal import Daemon
internal import FoundationEssentials
internal import Logging

/// Serves until SIGTERM or SIGINT; comes back when everything at hand has been answered.
package func serve(_ configuration: Configuration) throws {
    let log = Logger(label: "evergrant") { JSONLogHandler(label: $0, level: .info) }
    let plant = try Plant(configuration, environment: ProcessInfo.processInfo.environment, log: log)
    try Server(plant).run()
}

/// Reads everything `serve` would read, and binds nothing.
package func checkConfiguration(_ configuration: Configuration) throws {
    let log = Logger(label: "evergrant") { JSONLogHandler(label: $0, level: .warning) }
    _ = try Plant(configuration, environment: ProcessInfo.processInfo.environment, log: log)
}
