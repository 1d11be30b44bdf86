import ArgumentParser
import Foundation
import LocalRegions

struct Picture: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw the live view of a real run as SVG.",
        discussion: """
            Starts both regions, lets a viewer ask for licenses by name, kills Seoul, and draws the moment when the \
            vantages have moved the name and the viewer is served by Tokyo. Exits 1 when that moment does not come.
            """
    )

    @OptionGroup var options: RunOptions

    @Option(help: ArgumentHelp("Where the picture goes.", valueName: "path"))
    var output = "docs/live-view.svg"

    @Option(help: ArgumentHelp("How long both regions run before Seoul is killed.", valueName: "seconds"))
    var before = 12

    @Option(help: ArgumentHelp("How long Tokyo serves before the picture is taken.", valueName: "seconds"))
    var after = 8

    func run() async throws {
        let stops = StopSignals()
        let drawn: Void? = try await stops.untilStopped {
            let session = try await LiveSession.start(pace: options.pace, vantages: options.vantages) { say("· \($0)") }
            let frame = try await LiveView(width: 88).frame(of: failover(in: session))
            await session.stop()
            try Data(frame.svg.utf8).write(to: URL(fileURLWithPath: output))
        }
        guard drawn != nil else { throw ExitCode(130) }
        say("wrote \(output)")
    }

    private func failover(in session: LiveSession) async throws -> LiveSnapshot {
        try await watch(session, for: before)
        await session.killSeoul()
        try await eventually(
            "Tokyo serves the viewer", within: options.pace.switchedWithin + .seconds(10), every: .seconds(1)
        ) {
            await session.look().viewer.grantedBy == session.run.regions.tokyo.name
        }
        return try await watch(session, for: after)
    }

    /// Looks once a second, as the live view does, so that the bars have a past.
    @discardableResult
    private func watch(_ session: LiveSession, for seconds: Int) async throws -> LiveSnapshot {
        var snapshot = await session.look()
        for _ in 0..<seconds {
            try await Task.sleep(for: .seconds(1))
            snapshot = await session.look()
        }
        return snapshot
    }
}
