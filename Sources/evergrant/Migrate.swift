import ArgumentParser
import LicenseService

struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the schema of the primary database up to date.",
        discussion: """
            Applies the numbered files of migrationsDirectory that the database has not seen, forward only, under a \
            lock that lets one migration run at a time. Refused on a replica: replication brings the schema there.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        let configuration = try options.load()
        let applied = try ending { try migrate(configuration) }
        if applied.isEmpty { print("The schema is up to date.") }
        for name in applied { print("applied \(name)") }
    }
}
