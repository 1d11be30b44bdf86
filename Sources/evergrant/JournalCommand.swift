import ArgumentParser
import LicenseService

struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "The issuance records that a server keeps on its own disk.",
        subcommands: [Verify.self, Ship.self, Stat.self])

    /// Which journals.
    struct Place: ParsableArguments {
        @Option(help: ArgumentHelp("One journal's folder, without a configuration.", valueName: "path"))
        var directory: String?

        @Option(help: ArgumentHelp("The server's state, when it is not where the file says.", valueName: "path"))
        var stateDirectory: String?

        @OptionGroup var options: ConfigurationOptions

        func commands() throws -> JournalCommands {
            try ending {
                try JournalCommands(options.load(), directory: directory, stateDirectory: stateDirectory)
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Read journals from the first byte to the last and follow their hash chains.",
            discussion: """
                Finds any edit, deletion or reorder of records, and any loss of what was durable. Needs no server and \
                no database. Exits 0 when all is as it was written and 1 when anything is not, saying what and where.
                """
        )

        @OptionGroup var place: Place

        func run() throws {
            let commands = try place.commands()
            let report = try ending { try commands.verify() }
            for line in report.lines { print(line) }
            if !report.isIntact { throw ExitCode(1) }
        }
    }

    struct Stat: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "stat",
            abstract: "Say how far the records of each journal have come.")

        @OptionGroup var place: Place

        func run() throws {
            let commands = try place.commands()
            for line in try ending({ try commands.stat() }) { print(line) }
        }
    }

    struct Ship: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ship",
            abstract: "Move what is not shipped yet to the primary, once.",
            discussion: """
                A running server does so by itself. This is for the disk of one that is gone: it may be repeated, and \
                no record is stored twice. Exits 69 when records are left.
                """
        )

        @Option(help: ArgumentHelp("The server's state, when it is not where the file says.", valueName: "path"))
        var stateDirectory: String?

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            let count = try ending { try shipJournals(configuration, stateDirectory: stateDirectory) }
            print("shipped \(count) records")
        }
    }
}
