import ArgumentParser

/// Each command below spells its name out: making one from a type's name would cost a third of the time that the server
/// takes to start.
@main
struct Evergrant: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evergrant",
        abstract: "A DRM license server that keeps granting licenses when a whole region is lost.",
        discussion: """
            Exit codes: 0 done; 1 refused by the database or the rules; 64 usage; 69 database out of reach; \
            78 configuration, key file or schema that must be mended first.
            """,
        subcommands: [
            Serve.self, Migrate.self, Status.self, Site.self, Credential.self, TokenKey.self, Token.self, Policy.self,
            DeviceCommand.self, TicketKeys.self, JournalCommand.self, Probe.self, DrillCommand.self, Routes.self,
            TestKit.self,
        ]
    )

    static func main() {
        guard let file = Serve.file(asked: CommandLine.arguments.dropFirst()) else { return main(nil) }
        do { try Serve.run(file) } catch { exit(withError: error) }
    }
}
