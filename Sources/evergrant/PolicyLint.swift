import ArgumentParser
import LicenseService

extension Policy {
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint",
            abstract: "Say what of a policy does not survive a failover, or ends early, and which number would do.",
            discussion: """
                Compares durations with the longest time players may be without a region that answers: the failure \
                window, one cycle, one probe and one TTL (docs/failover.md). A license that a device may keep and must \
                renew is compared with the license duration. Give a file, or a site whose stored \
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

        @Flag(help: "Print a JSON document.")
        var json = false

        @OptionGroup var warnings: WarningOptions

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
                switchTime: try warnings.failover.switchTime(),
                tokenLifetime: tokenLifetimeSeconds.map { .seconds($0) },
                rotationPeriod: keyRotationSeconds.map { .seconds($0) })
            let report = try report(lint)
            if json { print(report.json) } else { report.lines.forEach { print($0) } }
            try warnings.end(isClean: report.isClean)
        }

        private func report(_ lint: FailoverLint) throws -> LintReport {
            if let file { return try ending { try lint.report(file: file) } }
            let configuration = try options.load()
            return try ending { try Administration(configuration).lint(site: site ?? "", name: name, lint) }
        }
    }
}
