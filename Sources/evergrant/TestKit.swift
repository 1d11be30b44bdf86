import ArgumentParser
import LicenseService

struct TestKit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "testkit",
        abstract: "Roots, certificates and devices of your own making, for tests and integration.",
        discussion: """
            No real device trusts them, and a server refuses them unless its configuration allows test keys: \
            whoever has the files can make devices that get licenses.
            """,
        subcommands: [Widevine.self, PlayReady.self]
    )

    struct Widevine: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "widevine",
            abstract: "Make a Widevine root, a service certificate, and a device file (.wvd) of each type.",
            discussion: """
                The root's private key (root-key.pem) is there too: with it you make further devices. A server needs \
                its public key (root.der) and must not have the private one.
                """
        )

        @Option(help: ArgumentHelp("The folder to make.", valueName: "path"))
        var out: String

        func run() throws {
            for line in try ending({ try makeWidevineTestKit(in: out) }) { print(line) }
        }
    }

    struct PlayReady: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "playready",
            abstract: "Make a PlayReady root, a server's keys and chain, and a device file (.prd) of each level.",
            discussion: """
                The root's private key (root-private-key.txt) is there too: with it you make further devices, expired \
                ones or ones of other levels. A server needs its public key (root-key.txt) and must not have the \
                private one.
                """
        )

        @Option(help: ArgumentHelp("The folder to make.", valueName: "path"))
        var out: String

        func run() throws {
            for line in try ending({ try makePlayReadyTestKit(in: out) }) { print(line) }
        }
    }
}
