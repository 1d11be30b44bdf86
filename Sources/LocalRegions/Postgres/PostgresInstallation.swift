package import Foundation

/// Where this machine keeps PostgreSQL's programs, and who may run them.
package struct PostgresInstallation: Sendable {
    package let programs: URL
    /// PostgreSQL refuses to run as root, so root runs it as Debian's `postgres`.
    package let user: String?

    /// Finds the oldest supported version or a newer one, in Debian's folders first and then in `PATH`.
    package static func find() throws(LocalRegionsFailure) -> PostgresInstallation {
        let versions = (15...20).map { "/usr/lib/postgresql/\($0)/bin" }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let folder = (versions + path).first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
        guard let folder else { throw .missingProgram("PostgreSQL (initdb)") }
        return PostgresInstallation(programs: URL(fileURLWithPath: folder), user: getuid() == 0 ? "postgres" : nil)
    }

    package func command(_ program: String, _ arguments: [String], environment: [String: String] = [:]) -> Command {
        Command(programs.appending(path: program).path, arguments, environment: environment, user: user)
    }

    /// Makes a folder that belongs to whoever runs PostgreSQL and that nobody else may enter.
    func makeFolder(_ url: URL) async throws {
        let owner = user.map { ["-o", $0, "-g", $0] } ?? []
        try await Command("install", ["-d", "-m", "700"] + owner + [url.path]).run()
    }
}
