package import Failover
package import Reactor

/// Moves the name by dynamic update (RFC 2136) with TSIG, through the well-kept client that is installed.
///
/// The name's CNAME and the epoch in a TXT record beside it change in one transaction, on condition that both still are
/// what was read; a stale actor's update is refused by the server itself.
package final class DynamicUpdateSteering: Steering {
    private let settings: DynamicUpdateSettings
    private let key: TransactionKey
    private let program: UpdateProgram
    private let limits: SteeringLimits
    private let zone: SteeredZone
    private let runner = ProgramRunner()

    package convenience init(
        _ settings: DynamicUpdateSettings, key: TransactionKey, program: UpdateProgram,
        limits: SteeringLimits = SteeringLimits()
    ) {
        let zone = SteeredZone(settings, limits: limits)
        self.init(settings, key: key, program: program, limits: limits, readingFrom: zone)
    }

    /// - Parameter zone: Where the records are read, which is the server that is updated.
    init(
        _ settings: DynamicUpdateSettings, key: TransactionKey, program: UpdateProgram, limits: SteeringLimits,
        readingFrom zone: SteeredZone
    ) {
        (self.settings, self.key, self.program, self.limits) = (settings, key, program, limits)
        self.zone = zone
    }

    package func read(on loop: isolated EventLoop) async throws(SteeringFailure) -> SteeringRecord? {
        try await zone.record(on: loop)
    }

    package func point(
        at choice: RegionChoice, replacing record: SteeringRecord?, by vantage: String, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> SteeringRecord {
        let next = try SteeringRecord.next(after: record, at: choice, by: vantage)
        let message = UpdateMessage(settings: settings, current: record, next: next)
        switch try await send(message, on: loop) {
        case .done: try await verify(next, on: loop)
        case .conditionFailed(let code): try await explain(code, replacing: record, next, on: loop)
        case .unanswered(let reason): try await settle(next, replacing: record, reason, on: loop)
        }
        return next
    }

    private func send(
        _ message: UpdateMessage, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> UpdateOutcome {
        guard let path = program.path else { throw .refused("\(program.rawValue) is not installed") }
        let command = Program(path, program.arguments(within: limits.update))
        let result: ProgramResult
        do throws(ProgramFailure) {
            let commands = message.commands(signedWith: key)
            result = try await runner.run(command, input: commands, within: limits.update, on: loop)
        } catch {
            switch error {
            case .timedOut: return .unanswered("\(settings.server) did not answer an update in time")
            case .notStarted(let error): throw .unreachable("\(program.rawValue) does not start: \(error)")
            case .tooManyRunning: throw .unreachable("earlier updates still hang")
            case .canceled: throw .unreachable("the update was canceled")
            }
        }
        return try UpdateOutcome(result, of: program, from: settings.server)
    }

    /// Makes sure that the server, which took the change, says so too.
    ///
    /// Asked a few times, as a server that answers from a cache (PowerDNS does) may be a moment behind itself.
    private func verify(_ next: SteeringRecord, on loop: isolated EventLoop) async throws(SteeringFailure) {
        var found = try await readBack(on: loop)
        for _ in 0..<limits.readBacksMax where found != next {
            if let found, found.epoch >= next.epoch { throw .conflict(found) }
            do { try await loop.sleep(for: limits.readBackPause) } catch { break }
            found = try await readBack(on: loop)
        }
        guard found == next else {
            throw .unverified("\(settings.server) took the update and still says something else")
        }
    }

    private func readBack(on loop: isolated EventLoop) async throws(SteeringFailure) -> SteeringRecord? {
        do throws(SteeringFailure) {
            return try await zone.record(on: loop)
        } catch {
            throw .unverified("\(settings.server) took the update, but reading it back failed: \(error)")
        }
    }

    /// A condition did not hold: somebody was faster, unless it was ourselves and the answer got lost.
    private func explain(
        _ code: String, replacing record: SteeringRecord?, _ next: SteeringRecord, on loop: isolated EventLoop
    ) async throws(SteeringFailure) {
        let current = try await zone.record(on: loop)
        if current == next { return }
        guard current == record else { throw .conflict(current) }
        throw .refused(
            """
            \(settings.server) says \(code) although nothing changed: are there other records at \
            \(settings.service.name)?
            """
        )
    }

    /// Nobody said whether the update was done: the zone itself does.
    private func settle(
        _ next: SteeringRecord, replacing record: SteeringRecord?, _ reason: String, on loop: isolated EventLoop
    ) async throws(SteeringFailure) {
        let current: SteeringRecord?
        do throws(SteeringFailure) { current = try await zone.record(on: loop) } catch { throw .unreachable(reason) }
        if current == next { return }
        guard current == record else { throw .conflict(current) }
        throw .unreachable(reason)
    }
}
