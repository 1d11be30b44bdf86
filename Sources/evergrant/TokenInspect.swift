import ArgumentParser
import LicenseService

extension Token {
    struct Inspect: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "inspect",
            abstract: "Say in words what a token grants, and what of it would not survive a failover.",
            discussion: """
                Needs neither configuration nor database. With a key the signature is checked too. The signature \
                and the key are never printed; the token itself opens what it says it opens, so prefer ‘-’, which \
                reads it from standard input, to a command line that others may see. Exits 1 when no server would \
                take the token, or with --strict when there are warnings.
                """
        )

        @Argument(help: "The token, or ‘-’.")
        var token: String

        @Option(help: "The site it should be for; its own word unless said.")
        var site: String?

        @Option(help: ArgumentHelp("The signing key, as `token-key create` wrote it.", valueName: "path"))
        var keyFile: String?

        @Option(help: "The key's algorithm: HS256, ES256 or EdDSA.")
        var algorithm: String?

        @OptionGroup var warnings: WarningOptions

        func validate() throws {
            guard (keyFile == nil) == (algorithm == nil) else {
                throw ValidationError("--key-file and --algorithm go together.")
            }
        }

        func run() throws {
            let text = token == "-" ? readLine(strippingNewline: true) ?? "" : token
            var signing: TokenSigning?
            if let keyFile, let algorithm {
                signing = TokenSigning(keyFile: keyFile, algorithm: algorithm, keyName: "")
            }
            let inspection = try ending {
                try TokenInspection(text, site: site, signing: signing, switchTime: warnings.failover.switchTime())
            }
            for line in inspection.lines + inspection.warnings { print(line) }
            guard inspection.isAcceptable else { throw ExitCode(1) }
            try warnings.end(isClean: inspection.warnings.isEmpty)
        }
    }
}
