import ArgumentParser
import LicenseService

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Say what the configured database is, how far behind, and whether the other regions are like this one.",
        discussion: "Exits 78 when the schema is not the one this program needs, 69 when the database is silent."
    )

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        let configuration = try options.load()
        let lines = try ending { try databaseStatus(configuration) + parityStatus(configuration) }
        for line in lines { print(line) }
    }
}
