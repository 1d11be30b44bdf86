import ArgumentParser
import LicenseService
import Prober

extension Policy {
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint",
            abstract: "Say what of a policy does not survive a failover, and which number would.",
            discussion: """
                Compares durations with the longest time players may be without a region that answers: the failure \
                window, one cycle, one probe and one TTL (docs/failover.md). Give a file, or a site whose stored \
                policies are meant. Exits 0, and 1 when there are warnings and --strict is given.
                """
        )

        @Argument(help: "A JSON document, see docs/policy.md.")
        var file: String?

        @Option(help: "Lint the stored policies of this site instead.")
        var site: String?

        @Option(help: "Of the site's policies only this.")
        var name: String?

        @Option(help: ArgumentHelp("Check that tokens live long enough, too.", valueName: "seconds"))
        var tokenLifetimeSeconds: Int?

        @Option(help: ArgumentHelp("Check that keys are not changed too often, too.", valueName: "seconds"))
        var keyRotationSeconds: Int?

        @Flag(help: "Exit 1 when there are warnings.")
        var strict = false

        @Flag(help: "Print a JSON document.")
        var json = false

        @OptionGroup var failover: FailoverOptions

        @OptionGroup var options: ConfigurationOptions

        func validate() throws {
            guard (file == nil) != (site == nil) else { throw ValidationError("Give a file or --site.") }
            guard name == nil || site != nil else { throw ValidationError("--name goes with --site.") }
            for seconds in [tokenLifetimeSeconds, keyRotationSeconds].compactMap(\.self) where seconds < 1 {
                throw ValidationError("A number of seconds is at least 1.")
            }
        }

        func run() throws {
            let lint = FailoverLint(
                switchTime: try failover.switchTime(), tokenLifetime: tokenLifetimeSeconds.map { .seconds($0) },
                rotationPeriod: keyRotationSeconds.map { .seconds($0) })
            let report = try report(lint)
            if json { print(report.json) } else { report.lines.forEach { print($0) } }
            if strict, !report.isClean { throw ExitCode(1) }
        }

        private func report(_ lint: FailoverLint) throws -> LintReport {
            if let file { return try ending { try lint.report(file: file) } }
            let configuration = try options.load()
            return try ending { try Administration(configuration).lint(site: site ?? "", name: name, lint) }
        }
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
