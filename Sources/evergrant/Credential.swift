import ArgumentParser
import LicenseService

struct Credential: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credential",
        abstract: "API keys for packagers.", subcommands: [Create.self, Revoke.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Create an API key for a site and print it.",
            discussion: "The key is printed once and stored only as a digest: who loses it makes a new one."
        )

        @Option(help: "The site it may write to.")
        var site: String

        @Option(help: "What people call it.")
        var name: String

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            print(try ending { try Administration(configuration).createCredential(site: site, name: name) })
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Revoke an API key, at once and for ever.")

        @Argument(help: "Its id: what stands between egk_ and the second underscore.")
        var id: String

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            try ending { try Administration(configuration).revokeCredential(id) }
            print("revoked \(id)")
        }
    }
}
