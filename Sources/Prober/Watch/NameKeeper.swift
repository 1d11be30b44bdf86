internal import Failover
internal import Reactor

/// Brings the authority's record to what is wanted, while this vantage is the one that acts.
///
/// Reads before it writes: a newer record of somebody else's is adopted, not overwritten. What it writes is conditional
/// on what it read, so two that act at once do no harm.
final class NameKeeper {
    /// Conflicts in a row before it waits: somebody else is busy with the same record.
    static let conflictsMax = 4

    private let steering: (any Steering)?
    private let vantage: String
    private let watchInterval: Duration
    private let retryInterval: Duration
    /// The newest record known, whoever wrote it.
    private(set) var record: SteeringRecord?
    private(set) var problem: NameProblem?
    private(set) var failures = 0
    private(set) var isWorking = false
    private var isActing = false
    private var attempted: RegionChoice?
    /// What the authority was last seen to say, when that was what is wanted.
    private var settled: RegionChoice?
    private var timer: TimerID?

    /// Where the name should point.
    var wanted: () -> RegionChoice = { .main }
    var onEvent: (NameEvent) -> Void = { _ in }

    /// - Parameters:
    ///   - steering: Nil when no authority is told: then the record is what the vantages tell each other.
    ///   - watchInterval: How often the record is compared with what is wanted, when nothing happens.
    ///   - retryInterval: The pause after a failure.
    init(
        _ steering: (any Steering)?, vantage: String, record: SteeringRecord?, watchInterval: Duration,
        retryInterval: Duration = .seconds(3)
    ) {
        (self.steering, self.vantage, self.record) = (steering, vantage, record)
        (self.watchInterval, self.retryInterval) = (watchInterval, retryInterval)
    }

    /// Something changed: who acts, or what is wanted.
    func reconsider(isActing: Bool, on loop: isolated EventLoop) {
        let begins = isActing && !self.isActing
        self.isActing = isActing
        guard isActing else {
            (problem, attempted, settled) = (nil, nil, nil)
            return
        }
        // What was tried and failed is tried again by the timer, not by every event.
        if begins || (wanted() != settled && wanted() != attempted) { work(on: loop) }
    }

    /// What a peer says is the newest record.
    func learn(_ record: SteeringRecord, on loop: isolated EventLoop) {
        guard record.epoch > self.record?.epoch ?? 0 else { return }
        adopt(record, on: loop)
    }

    private func work(on loop: isolated EventLoop) {
        guard !isWorking, isActing else { return }
        isWorking = true
        if let timer { loop.cancel(timer) }
        Task {
            let pause = await settle(on: loop)
            isWorking = false
            timer = loop.schedule(after: pause) { [weak self] in self?.work(on: loop) }
        }
    }

    /// Comes back with the pause until the next look.
    private func settle(on loop: isolated EventLoop) async -> Duration {
        for _ in 0..<Self.conflictsMax {
            do throws(SteeringFailure) {
                if try await isSettled(on: loop) {
                    clear(on: loop)
                    return watchInterval
                }
            } catch {
                if case .conflict = error { continue }
                fail("\(error)", on: loop)
                return retryInterval
            }
        }
        return retryInterval
    }

    /// One look, and one move when it is needed; false when what is wanted changed meanwhile.
    private func isSettled(on loop: isolated EventLoop) async throws(SteeringFailure) -> Bool {
        attempted = wanted()
        let current = try await read(on: loop)
        if let current, current.epoch > record?.epoch ?? 0 { adopt(current, on: loop) }
        guard isActing else { return true }
        let choice = wanted()
        guard current?.choice != choice else { return true }
        let before = current?.choice
        let next = try await move(to: choice, replacing: current, on: loop)
        if next.epoch > record?.epoch ?? 0 { record = next }
        onEvent(.moved(next, from: before))
        return wanted() == choice
    }

    private func read(on loop: isolated EventLoop) async throws(SteeringFailure) -> SteeringRecord? {
        guard let steering else { return record }
        return try await steering.read(on: loop)
    }

    private func move(
        to choice: RegionChoice, replacing current: SteeringRecord?, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> SteeringRecord {
        guard let steering else {
            return SteeringRecord(choice: choice, epoch: (current?.epoch ?? 0) + 1, by: vantage)
        }
        return try await steering.point(at: choice, replacing: current, by: vantage, on: loop)
    }

    private func adopt(_ record: SteeringRecord, on loop: isolated EventLoop) {
        self.record = record
        onEvent(.found(record))
    }

    private func fail(_ reason: String, on loop: isolated EventLoop) {
        failures += 1
        let isFirst = problem == nil
        problem = NameProblem(reason: reason, since: problem?.since ?? loop.now)
        if isFirst { onEvent(.failed(reason: reason, wanted: wanted())) }
    }

    private func clear(on loop: isolated EventLoop) {
        if problem != nil { onEvent(.worksAgain) }
        (problem, attempted, settled) = (nil, nil, wanted())
    }
}

/// What happened to the name.
enum NameEvent: Equatable, Sendable {
    /// This vantage moved it; `from` is nil when there was no record before.
    case moved(SteeringRecord, from: RegionChoice?)
    /// Somebody else's newer record was found.
    case found(SteeringRecord)
    /// The authority does not answer or does not let us; told once, and tried again until it works.
    case failed(reason: String, wanted: RegionChoice)
    case worksAgain
}

struct NameProblem: Equatable, Sendable {
    let reason: String
    let since: Duration
}
