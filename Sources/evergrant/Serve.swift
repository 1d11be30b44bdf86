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
        guard check else { return try Self.run(options.config) }
        let configuration = try options.load()
        try ending { try checkConfiguration(configuration) }
        print("The configuration is good.")
    }

    static func run(_ path: String) throws {
        prepareToServe()
        let configuration = try ConfigurationOptions.load(path)
        try ending { try serve(configuration, from: path) }
    }

    /// The configuration file, when the server is asked for as services ask for it, which takes no parser: a fifth of
    /// the time to the first answer went into ArgumentParser's looking at itself.
    static func file(asked arguments: ArraySlice<String>) -> String? {
        let words = Array(arguments)
        guard words.first == configuration.commandName else { return nil }
        if words.count == 1 { return ConfigurationOptions.defaultFile }
        return words.count == 3 && words[1] == "--config" && !words[2].hasPrefix("-") ? words[2] : nil
    }
}
