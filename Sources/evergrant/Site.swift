import ArgumentParser
import LicenseService

struct Site: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site",
        abstract: "Sites: who owns content.", subcommands: [Create.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Create a site.", discussion: "Exits 0 when the site is there afterwards, whoever made it.")

        @Argument(help: "Its name: at most 64 of A-Z a-z 0-9 . _ ~ : -")
        var name: String

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            let isNew = try ending { try Administration(configuration).createSite(name) }
            print(isNew ? "created site \(name)" : "site \(name) was there already")
        }
    }
}
