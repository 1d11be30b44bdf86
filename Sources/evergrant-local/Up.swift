import ArgumentParser
import Foundation
import LocalRegions

/// Starts, shows, obeys three keys, and stops; decides nothing.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start both regions and show them live until Ctrl-C.",
        discussion: """
            In a terminal: k kills Seoul's database, r revives it, q or Ctrl-C stops everything. Elsewhere: one line \
            for each change. Exits 0 when it was told to stop, and 1 when something did not start.
            """
    )

    @Option(
        help: ArgumentHelp("How long a region fails, or is well again, before its name moves.", valueName: "seconds"))
    var window = 30.0

    @Option(help: "How many vantages watch both regions; with 0, nobody moves the name.")
    var vantages = 3

    @Option(help: ArgumentHelp("Describe the session in this folder and obey `fault` and `heal`.", valueName: "folder"))
    var state: String?

    @Flag(help: "Without a view, a viewer and a page: for programs. Needs --state.")
    var headless = false

    func validate() throws {
        guard (2...3600).contains(window) else { throw ValidationError("--window must be from 2 to 3600 seconds.") }
        guard (0...RunPorts.vantagesMax).contains(vantages) else {
            throw ValidationError("--vantages must be from 0 to \(RunPorts.vantagesMax).")
        }
        guard state != nil || !headless else { throw ValidationError("--headless needs --state.") }
    }

    func run() async throws {
        let stops = StopSignals()
        if headless, let state {
            return try await Headless(
                pace: .window(.seconds(window)), vantages: vantages, state: URL(fileURLWithPath: state)
            ).run(until: stops)
        }
        guard let session = try await stops.untilStopped({ try await LiveSession.start { say("· \($0)") } }) else {
            throw ExitCode(130)
        }
        say("Both regions are up. Demo page: \(session.page.url)")
        do {
            if let terminal = await Terminal.current() {
                try await stops.untilStopped { try await showLive(session, on: terminal) }
            } else {
                try await stops.untilStopped { try await reportChanges(of: session) }
            }
        } catch is CancellationError {}
        say("Stopping both regions.")
        await session.stop()
    }

    private func reportChanges(of session: LiveSession) async throws {
        var printed = 0
        while true {
            let events = await session.look().events
            for event in events.suffix(max(0, events.count - printed)) { say(event.text) }
            printed = events.count
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// Draws once a second and after each key, until `q`.
    private func showLive(_ session: LiveSession, on terminal: Terminal) async throws {
        await terminal.open()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while true {
                        let snapshot = await session.look()
                        terminal.show(LiveView(width: terminal.columns).frame(of: snapshot))
                        try await Task.sleep(for: .seconds(1))
                    }
                }
                group.addTask { await obey(terminal.keys, in: session) }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            await terminal.close()
            throw error
        }
        await terminal.close()
    }

    private func obey(_ keys: AsyncStream<Character>, in session: LiveSession) async {
        for await key in keys {
            switch key {
            case "k": await session.killSeoul()
            case "r": await session.reviveSeoul()
            case "q": return
            default: continue
            }
        }
    }
}
