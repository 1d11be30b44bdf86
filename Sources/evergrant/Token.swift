import ArgumentParser
import LicenseService

struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "License tokens, for testing.", subcommands: [Mint.self])

    struct Mint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mint",
            abstract: "Sign a license token and print it.",
            discussion: "Your own back end makes tokens the same way: a JWT with the claims of docs/tokens.md."
        )

        @Option(help: ArgumentHelp("The signing key, as `token-key create` wrote it.", valueName: "path"))
        var keyFile: String

        @Option(help: "HS256, ES256 or EdDSA.")
        var algorithm: String

        @Option(help: "The key's name.")
        var keyId: String

        @Option(help: "The site (aud).")
        var site: String

        @Option(help: "The content it grants.")
        var content: String

        @Option(help: "Whom it is for (sub).")
        var subject: String?

        @Option(help: "How long it is valid.")
        var lifetimeSeconds = 300

        func validate() throws {
            guard (1...31_536_000).contains(lifetimeSeconds) else {
                throw ValidationError("--lifetime-seconds must be from 1 to 31536000 (a year).")
            }
        }

        func run() throws {
            let order = TokenOrder(
                keyFile: keyFile, algorithm: algorithm, keyName: keyId, site: site, content: content, subject: subject,
                lifetime: .seconds(lifetimeSeconds))
            print(try ending { try mintToken(order) })
        }
    }
}
