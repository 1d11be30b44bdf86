import ArgumentParser
import Foundation
import LocalRegions

/// Starts, shows, obeys three keys, and stops; decides nothing.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start both regions and what moves their name, and show them live until Ctrl-C.",
        discussion: """
            In a terminal: k kills Seoul, r revives it, q or Ctrl-C stops everything. Elsewhere: one line for each \
            change. With --state, session.json in that folder says where everything is, drill.yaml is a game day for \
            `evergrant drill`, and the commands `fault` and `heal` are obeyed. Exits 0 when it was told to stop, and 1 \
            when something did not start.
            """
    )

    @OptionGroup var options: RunOptions

    @Option(help: ArgumentHelp("Describe the session in this folder and obey `fault` and `heal`.", valueName: "folder"))
    var state: String?

    @Flag(help: "Without a view, a viewer and a page: for programs. Needs --state.")
    var headless = false

    func validate() throws {
        guard state != nil || !headless else { throw ValidationError("--headless needs --state.") }
    }

    func run() async throws {
        let stops = StopSignals()
        let state = state.map { URL(fileURLWithPath: $0) }
        if headless, let state { return try await Headless(options: options, state: state).run(until: stops) }
        let started = try await stops.untilStopped {
            try await LiveSession.start(pace: options.pace, vantages: options.vantages) { say("· \($0)") }
        }
        guard let session = started else { throw ExitCode(130) }
        say("Both regions are up. Demo page: \(session.page.url)")
        do {
            let terminal = await Terminal.current()
            try await stops.untilStopped { try await play(session, on: terminal, in: state) }
        } catch is CancellationError {}
        say("Stopping both regions.")
        await session.stop()
    }

    /// Shows the session, and obeys orders besides when there is a folder for them.
    private func play(_ session: LiveSession, on terminal: Terminal?, in state: URL?) async throws {
        let orders: Session? =
            if let state { try await Session(of: session.run, faults: session.faults, in: state) } else { nil }
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let orders { group.addTask { try await orders.serve() } }
            group.addTask {
                if let terminal {
                    try await showLive(session, on: terminal)
                } else {
                    try await reportChanges(of: session)
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
        await orders?.end()
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
