import ArgumentParser

@main
struct EvergrantLocal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evergrant-local",
        abstract: "Two regions of Evergrant on this machine: real PostgreSQL, real replication, real video.",
        discussion: "Everything lives in one folder under /tmp and ends with this command, however it ends.",
        subcommands: [Up.self, InjectFault.self, HealFault.self, Picture.self],
        defaultSubcommand: Up.self
    )
}
