import ArgumentParser
import Daemon
import Prober

struct Probe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Watch both regions from one vantage, and move the service's name when the rules say so.",
        discussion: """
            Without a subcommand it watches until SIGTERM. The other subcommands speak to the prober that runs \
            with the same configuration.

            Exit codes: 0 done; 1 the prober refused, for instance to point at a region that is failing; 64 usage; \
            69 the prober does not answer; 78 the configuration must be mended first.
            """,
        subcommands: [Run.self, Status.self, Freeze.self, Force.self, Release.self], defaultSubcommand: Run.self)

    struct Options: ParsableArguments {
        @Option(help: ArgumentHelp("Configuration file, YAML or JSON; EVERGRANT_… overrides it.", valueName: "path"))
        var config = "/etc/evergrant/prober.yaml"

        func load() throws -> ProberConfiguration { try ending { try ProberConfiguration.load(from: config) } }
    }

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract: "Watch until SIGTERM (what happens without a subcommand).")

        @OptionGroup var options: Options

        @Flag(help: "Check the configuration and the files it names, then exit.")
        var check = false

        func run() throws {
            let configuration = try options.load()
            try ending {
                if check { try checkProbe(configuration) } else { try probe(configuration) }
            }
            if check { print("The configuration is good.") }
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Print what the running prober knows, as JSON.",
            discussion: "Exits 69 when the prober does not answer.")

        @OptionGroup var options: Options

        func run() throws {
            let configuration = try options.load()
            print(try ending { try proberStatus(configuration) })
        }
    }

    struct Freeze: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "freeze",
            abstract: "Leave the name where it is, whatever the regions do, until release.",
            discussion: "The order reaches all vantages and survives their restart.")

        @OptionGroup var options: Options

        func run() throws {
            let configuration = try options.load()
            print(try ending { try order(.freeze, configuration) })
        }
    }

    struct Force: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "force",
            abstract: "Point the name at one region until release.",
            discussion: """
                The order reaches all vantages and survives their restart. Exits 1 when that region is failing, \
                unless --force says that it is meant all the same.
                """)

        @Argument(help: "main, backup, or the name of either region.")
        var region: String

        @Flag(help: "Even if that region is failing.")
        var force = false

        @OptionGroup var options: Options

        func run() throws {
            let configuration = try options.load()
            print(try ending { try order(.force(region: region, evenIfDead: force), configuration) })
        }
    }

    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "End a freeze or a force: the regions' health decides again.")

        @OptionGroup var options: Options

        func run() throws {
            let configuration = try options.load()
            print(try ending { try order(.release, configuration) })
        }
    }
}
