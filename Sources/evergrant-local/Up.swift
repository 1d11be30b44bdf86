import ArgumentParser
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

    func run() async throws {
        let stops = StopSignals()
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
