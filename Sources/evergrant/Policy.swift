import ArgumentParser
import LicenseService

struct Policy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Policies: what a site's licenses allow.",
        subcommands: [Set.self, List.self, Show.self, Lint.self])

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Store a policy document under a name.",
            discussion: """
                The policy called ‘default’ bounds every license of its site; a token may name others. A document \
                that one of its systems cannot express is refused; what would not survive a failover is warned of on \
                standard error, and stored.
                """
        )

        @Option(help: "The site.")
        var site: String

        @Option(help: "The policy's name.")
        var name = "default"

        @Argument(help: "A JSON document, see docs/policy.md.")
        var file: String

        @OptionGroup var failover: FailoverOptions

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let report = try ending { try FailoverLint(switchTime: failover.switchTime()).report(file: file) }
            report.complain()
            let configuration = try options.load()
            let version = try ending {
                try Administration(configuration).setPolicy(site: site, name: name, file: file)
            }
            print("policy \(name) of \(site) is now version \(version)")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Name a site's policies, each with its newest version and its digest in issuance records.")

        @Option(help: "The site.")
        var site: String

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            for line in try ending({ try Administration(configuration).listPolicies(site: site) }) { print(line) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Print a policy's document as it was stored.")

        @Option(help: "The site.")
        var site: String

        @Option(help: "The policy's name.")
        var name = "default"

        @Option(name: .customLong("version-number"), help: "An older version than the newest.")
        var number: Int?

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            print(
                try ending {
                    try Administration(configuration).showPolicy(site: site, name: name, version: number)
                })
        }
    }
}
