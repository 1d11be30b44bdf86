import ArgumentParser
import LicenseService

/// Parses, calls one library function, and picks an exit code; decides nothing.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve licenses and content info until SIGTERM.",
        discussion: """
            The server finds out from its database whether it may write. It exits with 78 when the schema \
            or a key file is not the one it needs, and waits while the database is out of reach.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Check the configuration, the certificates and the key files, then exit.")
    var check = false

    func run() throws {
        let configuration = try options.load()
        try ending {
            if check { try checkConfiguration(configuration) } else { try serve(configuration, from: options.config) }
        }
        if check { print("The configuration is good.") }
    }
}
