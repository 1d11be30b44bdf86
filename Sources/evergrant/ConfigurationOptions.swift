import ArgumentParser
import Daemon
import LicenseService

/// What every command that needs a server's configuration takes.
struct ConfigurationOptions: ParsableArguments {
    static let defaultFile = "/etc/evergrant/evergrant.yaml"

    @Option(help: ArgumentHelp("Configuration file, YAML or JSON; EVERGRANT_… overrides it.", valueName: "path"))
    var config = Self.defaultFile

    func load() throws -> Configuration { try Self.load(config) }

    /// Reads and checks the file; a mistake in it is said on standard error and ends the command with 78.
    static func load(_ path: String) throws -> Configuration {
        try ending { try Configuration.load(from: path) }
    }
}

/// Turns a failure an operator can mend into a sentence and an exit code.
func ending<R>(_ body: () throws -> R) throws -> R {
    do {
        return try body()
    } catch let failure as CommandFailure {
        throw stop(failure)
    } catch let error as ConfigurationError {
        throw stop(CommandFailure(error))
    }
}

private func stop(_ failure: CommandFailure) -> ExitCode {
    failure.report()
    return ExitCode(failure.exitCode)
}
