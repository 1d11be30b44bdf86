internal import Daemon
internal import LicenseStore
internal import Licensing
internal import Logging
internal import Postgres
internal import Reactor

/// Reads the files again when it is told to, and has every loop go on with what they say; on the first loop alone.
///
/// Whatever is wrong with them, all of it is refused and everything stays as it was.
final class Reloader {
    /// For slow disks: the files are read on a thread of their own.
    private static let readingTime: Duration = .seconds(30)

    private let service: LoopService
    private let source: ConfigurationSource
    private let supervisor: SupervisorReports
    private let keyProgram: KeyProgramHost
    private let disk = BlockingCalls(named: "reload", callsMax: 1)
    private var ring: KeyRing
    private(set) var accessLog: LineSink?

    private var plant: Plant { service.plant }

    init(
        _ service: LoopService, _ source: ConfigurationSource, _ supervisor: SupervisorReports,
        accessLog: LineSink?, keyProgram: KeyProgramHost
    ) {
        (self.accessLog, self.keyProgram) = (accessLog, keyProgram)
        (self.service, self.source, self.supervisor) = (service, source, supervisor)
        ring = service.plant.ring
    }

    /// One reload for each hangup, or for several that come while one is under way.
    func work(_ hangups: Bulletin<Void>, on loop: isolated EventLoop) async {
        var seen = 0
        while let (issue, _) = await hangups.next(after: seen) {
            seen = issue
            supervisor.reloading()
            do throws(ConfigurationError) { try await reload(on: loop) } catch {
                plant.log.error(
                    "the reload is refused, and everything stays as it was", metadata: ["reason": "\(error)"])
                plant.reloads.noteRefused()
            }
            supervisor.reloaded()
        }
    }

    private func reload(on loop: isolated EventLoop) async throws(ConfigurationError) {
        let (change, newRing, systems) = try await read(on: loop)
        try await agree(on: newRing, on: loop)
        let (old, oldFile) = (accessLog, service.configuration.accessLog?.file)
        let sink = try await onDisk(on: loop) { [plant, source] () throws(ConfigurationError) in
            change.configuration.secrets.warnIfOpen(environment: source.environment, to: plant.log)
            let sink = try change.configuration.accessLogSink(after: old, oldFile, counts: plant.accessLines)
            try plant.adopt(change.configuration.listeners)
            return sink
        }
        ring = newRing
        accessLog = sink
        let taken = Latch(count: change.configuration.loopCount)
        plant.threshold.level = change.configuration.logLevel
        plant.news.publish(
            Reloaded(
                configuration: change.configuration, ring: newRing, systems: systems, accessLog: sink, taken: taken))
        plant.adopt(newRing, systems)
        await taken.wait()
        await keyProgram.adopt(systems.keyProgram, on: loop)
        if let old, old !== sink { await old.finish() }
        report(change)
        // Last: whoever sees the count finds the reason in the log.
        plant.reloads.noteApplied()
    }

    private func report(_ change: ConfigurationChange) {
        plant.log.notice("reloaded", metadata: ["changed": "\(change.changed.joined(separator: ", "))"])
        guard !change.needsRestart.isEmpty else { return }
        plant.log.warning(
            "settings were changed that need a restart",
            metadata: ["settings": "\(change.needsRestart.joined(separator: ", "))"])
    }

    private func read(
        on loop: isolated EventLoop
    ) async throws(ConfigurationError) -> (change: ConfigurationChange, ring: KeyRing, systems: SystemProviders) {
        let (source, current, ring) = (source, service.configuration, ring)
        return try await onDisk(on: loop) { () throws(ConfigurationError) in try source.read(over: current, ring) }
    }

    /// Does what waits for the disk where nobody waits for it.
    private func onDisk<Value: Sendable>(
        on loop: isolated EventLoop, _ body: @escaping @Sendable () throws(ConfigurationError) -> Value
    ) async throws(ConfigurationError) -> Value {
        let result: Result<Value, ConfigurationError>
        do throws(BlockingFailure) {
            result = try await disk.run(within: Self.readingTime, on: loop) {
                do throws(ConfigurationError) { return .success(try body()) } catch { return .failure(error) }
            }
        } catch {
            throw ConfigurationError("", "the files cannot be read: \(error)")
        }
        return try result.get()
    }

    /// Nothing is wrapped under a key that the database does not know.
    private func agree(on newRing: KeyRing, on loop: isolated EventLoop) async throws(ConfigurationError) {
        guard newRing.current.version != ring.current.version else { return }
        let problem: String
        do {
            let admission = Admission(service: service)
            let isReplica = !service.mayWrite
            // Twice: what was written is read back.
            if try await admission.areKeysKnown(newRing, isReplica: isReplica, on: loop) { return }
            if try await admission.areKeysKnown(newRing, isReplica: true, on: loop) { return }
            problem = "is not known to the database yet: reload the region that writes first"
        } catch let failure as CommandFailure {
            problem = "does not fit the database: \(failure)"
        } catch {
            problem = "cannot be made known to the database: \(error)"
        }
        throw ConfigurationError("keyEncryptionKeyVersion", "version \(newRing.current.version) \(problem)")
    }
}
