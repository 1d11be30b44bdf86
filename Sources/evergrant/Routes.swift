import ArgumentParser
import LicenseService

struct Routes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "List the routes of the server, one per line: method, pattern, audience, effect.")

    @Flag(help: "Only the routes that write, which a read-only region refuses.")
    var writes = false

    func run() {
        for line in routeTable(onlyWrites: writes) { print(line) }
    }
}
