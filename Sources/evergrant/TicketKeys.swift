import ArgumentParser
import Daemon

struct TicketKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keys that session tickets are sealed under, the same on every server of the service.",
        subcommands: [Rotate.self])

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a key to a file, and drop those that have expired; make the file when there is none.",
            discussion: """
                Run it every 8 hours and copy the file to every server: they see that it changed. A new key waits \
                before it seals, so that all have it by then; a key opens tickets for 24 hours.
                """
        )

        @Argument(help: "The file: tls.ticketKeyFile of each server.")
        var file: String

        @Option(help: ArgumentHelp("How long the new key waits before it seals.", valueName: "seconds"))
        var activeIn = 3600

        func validate() throws {
            guard (0...28800).contains(activeIn) else {
                throw ValidationError("--active-in must be from 0 to 28800 seconds.")
            }
        }

        func run() throws {
            print(try ending { try rotateTicketKeys(file, activeIn: .seconds(activeIn)) })
        }
    }
}
