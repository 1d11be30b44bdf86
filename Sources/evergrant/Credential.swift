import ArgumentParser
import LicenseService

struct Credential: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credential",
        abstract: "API keys of packagers, and the names of their certificates.",
        subcommands: [Create.self, Revoke.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Create an API key for a site and print it, or admit a certificate.",
            discussion: """
                The key is printed once and stored only as a digest: who loses it makes a new one. With \
                --certificate-name there is no key: whoever shows a certificate of that name to a listener with \
                tls.clientAuthentication may write to the site; printed is the id to revoke it by.
                """
        )

        @Option(help: "The site it may write to.")
        var site: String

        @Option(help: "What people call it.")
        var name: String

        @Option(help: "The first URI of the certificate's subjectAltName, or its first DNS name.")
        var certificateName: String?

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let administration = Administration(try options.load())
            guard let certificateName else {
                return print(try ending { try administration.createCredential(site: site, name: name) })
            }
            print(
                try ending {
                    try administration.createCredential(site: site, name: name, certificateName: certificateName)
                })
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Revoke a credential, at once and for ever.")

        @Argument(help: "Its id: what stands between egk_ and the second underscore of a key.")
        var id: String

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            try ending { try Administration(configuration).revokeCredential(id) }
            print("revoked \(id)")
        }
    }
}
