internal import Daemon
internal import Failover
internal import LicenseStore
internal import Logging
internal import Postgres
internal import Reactor

/// Asks the own database and the other regions what they are, all the time, and tells the board; on the first loop
/// alone.
final class RegionWatch {
    /// Between two looks at the own database.
    private static let ownInterval: Duration = .seconds(1)
    /// How soon a hurried question is asked.
    private static let step: Duration = .milliseconds(50)

    private let service: LoopService
    private let board: RegionBoard
    private var plant: Plant { service.plant }
    private let file: SuccessorFile
    private let disk = BlockingCalls(named: "successors", callsMax: 1)
    private var fence: PrimaryFence
    private var own: DatabaseIdentity?
    /// When the newest answered question was asked: the own database's first, then each peer's.
    private var asked: [Duration?]
    private var isUnsaved = false
    /// A full disk is worth one line and not one a second.
    private var hasComplained = false

    init(_ service: LoopService) throws(ConfigurationError) {
        self.service = service
        let plant = service.plant
        board = plant.regions
        file = SuccessorFile(plant.configuration)
        if !plant.peers.isEmpty { try file.makeFolder() }
        fence = PrimaryFence(restoring: try file.read())
        asked = Array(repeating: nil, count: 1 + plant.peers.count)
        board.note(successors: fence.successors)
    }

    /// Goes on until its task is canceled.
    func work(on loop: isolated EventLoop) async {
        await findBuild(on: loop)
        let peers = plant.peers.enumerated().map { index, peer in Task { await watch(peer, at: index, on: loop) } }
        while !Task.isCancelled {
            let start = EventLoop.monotonicNow()
            await lookAtOwn(since: start, on: loop)
            await save(on: loop)
            await pause(after: start, for: Self.ownInterval, on: loop)
        }
        for peer in peers { peer.cancel() }
    }

    /// Nobody has to wait for it but who compares.
    private func findBuild(on loop: isolated EventLoop) async {
        guard !plant.peers.isEmpty else { return }
        plant.parity.note(build: (try? await disk.run(within: .seconds(30), on: loop) { Build.identity() }) ?? nil)
    }

    private func watch(_ peer: PeerPoll, at index: Int, on loop: isolated EventLoop) async {
        while !Task.isCancelled {
            let start = EventLoop.monotonicNow()
            hear(await peer.ask(on: loop), of: index, since: start)
            await pause(after: start, for: service.configuration.peerInterval, on: loop)
        }
    }

    private func lookAtOwn(since start: Duration, on loop: isolated EventLoop) async {
        do throws(DatabaseError) {
            guard let state = try await service.reader.regionState(on: loop) else { return }
            board.note(lag: state.heartbeatAge)
            let identity = DatabaseIdentity(state)
            own = identity
            handle(.ownDatabaseReported(identity, isPrimary: !state.isInRecovery))
            note(start, of: 0)
        } catch {
            board.note(lag: nil)
        }
    }

    /// A peer that does not answer has been asked all the same: nobody can wait for the dead.
    private func hear(_ answer: Result<PeerReport, PeerPoll.Silence>, of index: Int, since start: Duration) {
        var standing = board.peers[index]
        let before = standing.silence
        switch answer {
        case .success(let report):
            let now = EventLoop.monotonicNow()
            (standing.report, standing.heardAt, standing.silence) = (report, now, nil)
            compare(report, in: &standing, took: now - start)
            if let identity = report.identity { handle(.peerReported(identity, peer: standing.region)) }
        case .failure(let silence):
            if Task.isCancelled { return }
            standing.silence = silence.reason
        }
        board.note(standing, at: index)
        note(start, of: index + 1)
        guard (before == nil) != (standing.silence == nil) else { return }
        plant.log.notice(
            standing.silence == nil ? "a region is heard again" : "a region is silent",
            metadata: ["region": "\(standing.region)", "reason": "\(standing.silence ?? "")"])
    }

    private func compare(_ report: PeerReport, in standing: inout RegionBoard.PeerStanding, took: Duration) {
        let before = standing.differences
        standing.differences = plant.ownParity.differences(
            from: report, at: EventLoop.wallMilliseconds(), took: took)
        guard standing.differences != before else { return }
        plant.log.log(
            level: standing.differences.isEmpty ? .notice : .warning,
            standing.differences.isEmpty ? "a region is the same as this one again" : "a region differs from this one",
            metadata: ["region": "\(standing.region)", "in": "\(standing.differences.joined(separator: ", "))"])
    }

    private func note(_ start: Duration, of question: Int) {
        asked[question] = start
        let all = asked.compactMap { $0 }
        if all.count == asked.count, let oldest = all.min() { board.note(provenSince: oldest) }
    }

    private func handle(_ event: PrimaryFence.Event) {
        for effect in fence.handle(event) {
            switch effect {
            case .fence(let successor):
                guard let own else { continue }
                board.note(leftBehind: .init(own: own, successor: successor, since: EventLoop.monotonicNow()))
                plant.log.error(
                    "writes are refused: a promotion has left this database behind",
                    metadata: [
                        "region": "\(successor.peer)", "timeline": "\(successor.identity.timeline)",
                        "ownTimeline": "\(own.timeline)",
                    ])
            case .unfence:
                board.note(leftBehind: nil)
                plant.log.notice("this database is not left behind any more")
            case .remember:
                board.note(successors: fence.successors)
                isUnsaved = true
            }
        }
    }

    /// Until it is on the disk the fence holds in memory, and is tried again with the next look.
    private func save(on loop: isolated EventLoop) async {
        guard isUnsaved else { return }
        let (file, successors) = (file, fence.successors)
        isUnsaved = false
        do {
            try await disk.run(within: .seconds(10), on: loop) { () -> Result<Void, SystemError> in
                do throws(SystemError) { return .success(try file.write(successors)) } catch { return .failure(error) }
            }.get()
            hasComplained = false
        } catch {
            isUnsaved = true
            guard !hasComplained else { return }
            hasComplained = true
            plant.log.error("a promotion could not be remembered on the disk", metadata: ["error": "\(error)"])
        }
    }

    /// Sleeps until the next question is due, or somebody wants a newer one than that of `start`.
    private func pause(after start: Duration, for interval: Duration, on loop: isolated EventLoop) async {
        while EventLoop.monotonicNow() < start + interval, !board.wantsQuestion(after: start) {
            do throws(CancellationError) { try await loop.sleep(for: Self.step) } catch { return }
        }
    }
}
