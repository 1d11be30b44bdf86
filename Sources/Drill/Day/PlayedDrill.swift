package import Daemon
internal import FoundationEssentials
internal import Reactor

/// Plays the plan until its end, or until SIGINT or SIGTERM, and judges what was seen.
///
/// Each thing that happens is a line on standard error, which nothing buffers.
package func playDrill(_ plan: DrillPlan) throws -> DrillReport {
    let playedAt = InternetTime.now
    let stop = StopSignal()
    let record = try onOwnLoop { loop in
        // Blocked before any thread of ours is started: they inherit the mask.
        try SignalWatcher(SignalDescriptor(), stop).start(on: loop)
        let day = try GameDay(plan, environment: ThisProcess.environment) {
            StandardError.write(Array("\($0)\n".utf8))
        }
        let playing = Task { await day.play(on: loop) }
        Task {
            await stop.wait()
            playing.cancel()
        }
        return await playing.value
    }
    return DrillReport(plan, record, playedAt: playedAt)
}

extension DrillReport {
    /// Writes `README.md`, `report.json` and `availability.svg` into a folder, which is made when it is not there.
    package func write(into folder: String) throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (name, bytes) in [
                ("README.md", Array(markdown.utf8)), ("report.json", json),
                ("availability.svg", Array(AvailabilityPlot(plan, record).svg.utf8)),
            ] {
                try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"), options: .atomic)
            }
        } catch {
            throw .refused("the report cannot be written into \(folder)")
        }
    }
}
