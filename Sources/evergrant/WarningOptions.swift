import ArgumentParser
import LicenseService
import Prober

/// What a command takes that warns: what its numbers are compared with, and whether a warning is a failure.
struct WarningOptions: ParsableArguments {
    @Flag(help: "Exit 1 when there are warnings.")
    var strict = false

    @OptionGroup var failover: FailoverOptions

    func end(isClean: Bool) throws {
        if strict, !isClean { throw ExitCode(1) }
    }
}

/// How long a failover lasts: as a prober is set up, or as these options say.
struct FailoverOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Take the numbers from this prober's configuration file.", valueName: "path"))
    var prober: String?

    @Option(help: ArgumentHelp("The failure window; 180 unless said.", valueName: "seconds"))
    var windowSeconds: Int?

    @Option(help: ArgumentHelp("The probers' cycle; 30 unless said.", valueName: "seconds"))
    var cycleSeconds: Int?

    @Option(help: ArgumentHelp("How long a probe may take; 6 unless said.", valueName: "seconds"))
    var probeTimeoutSeconds: Int?

    @Option(help: ArgumentHelp("The TTL of the name that moves; 30 unless said.", valueName: "seconds"))
    var ttlSeconds: Int?

    func validate() throws {
        let numbers = [windowSeconds, cycleSeconds, probeTimeoutSeconds, ttlSeconds].compactMap(\.self)
        guard prober == nil || numbers.isEmpty else {
            throw ValidationError("--prober already says how long a failover lasts.")
        }
        guard numbers.allSatisfy((0...86_400).contains) else {
            throw ValidationError("Each number of seconds is from 0 to 86400.")
        }
    }

    func switchTime() throws -> Duration {
        if let prober { return try ending { try ProberConfiguration.load(from: prober).switchTimeLongest } }
        return LicenseService.switchTime(
            failureWindow: windowSeconds.map { .seconds($0) }, interval: cycleSeconds.map { .seconds($0) },
            probeTimeout: probeTimeoutSeconds.map { .seconds($0) }, timeToLive: ttlSeconds.map { .seconds($0) })
    }
}
