import ArgumentParser
import LicenseService

struct Policy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Policies: what a site's licenses allow.", subcommands: [Set.self])

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Store a policy document under a name.",
            discussion: "The policy called ‘default’ bounds every license of its site; a token may name others."
        )

        @Option(help: "The site.")
        var site: String

        @Option(help: "The policy's name.")
        var name = "default"

        @Argument(help: "A JSON document, see docs/policy.md.")
        var file: String

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            let version = try ending {
                try Administration(configuration).setPolicy(site: site, name: name, file: file)
            }
            print("policy \(name) of \(site) is now version \(version)")
        }
    }
}
