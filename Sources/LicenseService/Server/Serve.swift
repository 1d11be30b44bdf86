internal import Daemon
internal import FoundationEssentials
internal import Logging

/// Serves until SIGTERM or SIGINT; comes back when everything at hand has been answered.
package func serve(_ configuration: Configuration) throws {
    let log = Logger(label: "evergrant") { JSONLogHandler(label: $0, level: .info) }
    let process = ProcessInfo.processInfo
    let plant = try Plant(configuration, environment: process.environment, log: log)
    let manager = ServiceManager(environment: process.environment, processID: process.processIdentifier)
    try Server(plant, manager: manager).run()
}

/// Reads everything `serve` would read, and binds nothing.
package func checkConfiguration(_ configuration: Configuration) throws {
    let log = Logger(label: "evergrant") { JSONLogHandler(label: $0, level: .warning) }
    _ = try Plant(configuration, environment: ProcessInfo.processInfo.environment, log: log)
}
