package import Foundation

/// The `evergrant` program with one configuration: what an operator of one region has in hand.
package struct Evergrant: Sendable {
    package let binary: URL
    package let configuration: URL

    /// The program beside the running one, where the build puts it, or the one that `EVERGRANT_BINARY` names.
    package static func findBinary() throws(LocalRegionsFailure) -> URL {
        if let named = ProcessInfo.processInfo.environment["EVERGRANT_BINARY"] { return URL(fileURLWithPath: named) }
        let ourselves = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let binary = ourselves.deletingLastPathComponent().appending(path: "evergrant")
        guard FileManager.default.isExecutableFile(atPath: binary.path) else { throw .missingProgram("evergrant") }
        return binary
    }

    /// Runs a subcommand with this region's configuration and returns what it printed.
    @discardableResult
    package func run(_ words: String..., within limit: Duration = .seconds(30)) async throws -> String {
        try await command(words).run(within: limit).text
    }

    func command(_ words: [String]) -> Command {
        Command(binary.path, words + ["--config", configuration.path])
    }
}
