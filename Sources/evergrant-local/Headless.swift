import ArgumentParser
import Foundation
import LocalRegions

/// A session for other programs: no view, no viewer, no page.
struct Headless {
    let options: RunOptions
    let state: URL

    func run(until stops: StopSignals) async throws {
        let started = try await stops.untilStopped {
            let run = try await SteeredRegions.start(pace: options.pace, vantages: options.vantages) { say("· \($0)") }
            return try await Session(of: run, faults: Faults(in: run), in: state)
        }
        guard let session = started else { throw ExitCode(130) }
        say("Both regions are up. Session: \(SessionDescription.file(in: state).path)")
        do {
            try await stops.untilStopped { try await session.serve() }
        } catch is CancellationError {}
        say("Stopping both regions.")
        await session.end()
        await session.run.stop()
    }
}
