package import Amazon
package import Failover
package import Reactor

/// Moves the name in a hosted zone of Route 53, by the same two records as with dynamic updates.
///
/// A batch happens whole or not at all, and its deletion of the old epoch must fit to the letter: so only one of
/// several actors that read the same epoch can replace it, and the CNAME moves with it.
package final class Route53Steering: Steering {
    private let service: ServiceName
    private let zone: HostedZone
    private let limits: SteeringLimits

    package init(_ service: ServiceName, in zone: HostedZone, limits: SteeringLimits = SteeringLimits()) {
        (self.service, self.zone, self.limits) = (service, zone, limits)
    }

    package func read(on loop: isolated EventLoop) async throws(SteeringFailure) -> SteeringRecord? {
        let note = try await recordSet(at: service.epochName, .txt, on: loop)
        return try await record(beside: note, on: loop)
    }

    package func point(
        at choice: RegionChoice, replacing record: SteeringRecord?, by vantage: String, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> SteeringRecord {
        let next = try SteeringRecord.next(after: record, at: choice, by: vantage)
        // Read anew: what is deleted must be named with the TTL and the spelling that it has.
        let note = try await recordSet(at: service.epochName, .txt, on: loop)
        let current = try await self.record(beside: note, on: loop)
        guard current == record else { throw .conflict(current) }
        do throws(AmazonFailure) {
            let batch = Self.batch(next, replacing: note, of: service)
            let comment = "Evergrant: \(EpochNote(next).text)"
            try await zone.change(batch, comment: comment, within: limits.update, on: loop)
        } catch {
            try await settle(next, replacing: record, error, on: loop)
        }
        guard try await read(on: loop) == next else {
            throw .unverified("Route 53 took the change and does not show it")
        }
        return next
    }

    /// The CNAME goes along without a condition of its own: the epoch's deletion is the condition of the whole batch.
    static func batch(
        _ next: SteeringRecord, replacing note: RecordSet?, of service: ServiceName
    ) -> [RecordChange] {
        let ttl = service.timeToLiveSeconds
        let target = service.target(of: next.choice).absolute
        let pointer = RecordSet(name: service.name.text, kind: .cname, ttlSeconds: ttl, values: [target])
        let text = "\"\(EpochNote(next).text)\""
        let epoch = RecordSet(name: service.epochName.text, kind: .txt, ttlSeconds: ttl, values: [text])
        return (note.map { [.delete($0)] } ?? []) + [.create(epoch), .upsert(pointer)]
    }

    /// Whether it was done is for the zone to say, whatever became of the answer.
    private func settle(
        _ next: SteeringRecord, replacing record: SteeringRecord?, _ failure: AmazonFailure, on loop: isolated EventLoop
    ) async throws(SteeringFailure) {
        if case .unreachable = failure {} else if !failure.isConflict { throw SteeringFailure(failure) }
        let current: SteeringRecord?
        do throws(SteeringFailure) { current = try await read(on: loop) } catch { throw SteeringFailure(failure) }
        if current == next { return }
        guard current == record else { throw .conflict(current) }
        throw SteeringFailure(failure)
    }

    private func record(
        beside note: RecordSet?, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> SteeringRecord? {
        let pointer = try await recordSet(at: service.name, .cname, on: loop)
        let notes = (note?.values ?? []).map { $0.trimming("\"") }
        return try SteeringRecord(of: service, targets: pointer?.values ?? [], notes: notes)
    }

    private func recordSet(
        at name: DomainName, _ kind: RecordSet.Kind, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> RecordSet? {
        do throws(AmazonFailure) {
            return try await zone.records(at: name.text, within: limits.answer, on: loop).first { $0.kind == kind }
        } catch {
            throw SteeringFailure(error)
        }
    }
}

extension SteeringFailure {
    fileprivate init(_ failure: AmazonFailure) {
        let reason = "Route 53: \(failure)"
        self = failure.isWorthRetrying ? .unreachable(reason) : .refused(reason)
    }
}

extension String {
    /// Without one `character` at each end, when both are there.
    fileprivate func trimming(_ character: Character) -> String {
        count >= 2 && first == character && last == character ? String(dropFirst().dropLast()) : self
    }
}
