import ArgumentParser
import LicenseService

struct TokenKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token-key",
        abstract: "Keys that a site signs license tokens with.",
        discussion: """
            A site may have several at once, and each verifies what it signed. To change keys without a gap: create \
            the new one, wait until servers of both regions know it (a second, and what replication lags), sign with \
            it, wait until the last token of the old one has ended, revoke the old one. See docs/tokens.md.
            """,
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Create a token key, store what verifies it, and hand out what signs.",
            discussion: """
                HS256 gives a base64url secret, ES256 and EdDSA a PKCS #8 private key in PEM. The server \
                keeps the secret wrapped, or only the public half.
                """
        )

        @Option(help: "The site whose tokens it signs.")
        var site: String

        @Option(help: "Its name, the kid of the tokens; unique in the deployment.")
        var id: String

        @Option(help: "HS256, ES256 or EdDSA.")
        var algorithm: String

        @Option(help: ArgumentHelp("Write the signing key here, readable by its owner only.", valueName: "path"))
        var out: String?

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            let signingKey = try ending {
                try Administration(configuration).createTokenKey(site: site, id: id, algorithm: algorithm)
            }
            guard let out else { return print(signingKey) }
            try ending { try writePrivately(signingKey, to: out) }
            print("created token key \(id); the signing key is in \(out)")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Name a site's token keys, the newest first, and say which are revoked.")

        @Option(help: "The site.")
        var site: String

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            for line in try ending({ try Administration(configuration).listTokenKeys(site: site) }) { print(line) }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Refuse a key's tokens from now on.",
            discussion: "Servers notice when what they remember is no longer fresh (cache.freshForSeconds).")

        @Option(help: "The key's name.")
        var id: String

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            try ending { try Administration(configuration).revokeTokenKey(id) }
            print("revoked token key \(id)")
        }
    }
}
