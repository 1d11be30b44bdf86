import ArgumentParser
import LicenseService

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what the configured database is and how far behind.",
        discussion: "Exits 0 when the database answers and its schema is current, 78 when the schema is not, 69 when it is silent."
    )

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        let configuration = try options.load()
        let lines = try ending { try databaseStatus(configuration) }
        for line in lines { print(line) }
    }
}
