import ArgumentParser
import LicenseService

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what the configured database is and how far behind.",
        discussion: "Exits 78 when the schema is not the one this program needs, 69 when the database is silent."
    )

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        let configuration = try options.load()
        let lines = try ending { try databaseStatus(configuration) }
        for line in lines { print(line) }
    }
}
