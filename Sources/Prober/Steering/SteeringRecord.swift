package import Failover

/// Where the name points, how often it has been moved, and who moved it last.
package struct SteeringRecord: Equatable, Sendable {
    /// Far beyond any number of moves, and far from where counting on would overflow.
    package static let epochMax: UInt64 = 1 << 62

    package let choice: RegionChoice
    /// One more at each move; 0 when an operator made the record and no vantage has moved it yet.
    package let epoch: UInt64
    /// Empty at epoch 0.
    package let by: String

    package init(choice: RegionChoice, epoch: UInt64, by: String) {
        (self.choice, self.epoch, self.by) = (choice, epoch, by)
    }
}

extension SteeringRecord {
    /// What the authority's two records come to; nil when there is neither.
    init?(of service: ServiceName, targets: [String], notes: [String]) throws(SteeringFailure) {
        let note = try Self.note(notes, at: service.epochName)
        guard let target = targets.first else {
            guard note == nil else { throw .refused("\(service.name) has no CNAME, but an epoch is noted beside it") }
            return nil
        }
        guard targets.count == 1, let choice = service.choice(for: target) else {
            throw .refused("\(service.name) points at \(target), which is neither dns.main nor dns.backup")
        }
        self.init(choice: choice, epoch: note?.epoch ?? 0, by: note?.by ?? "")
    }

    private static func note(_ texts: [String], at name: DomainName) throws(SteeringFailure) -> EpochNote? {
        guard let text = texts.first else { return nil }
        guard texts.count == 1, let note = EpochNote(parsing: text) else {
            throw .refused("the TXT record at \(name) is not an epoch of ours; delete it, and it is written anew")
        }
        return note
    }

    /// What a move makes of `record`.
    static func next(
        after record: SteeringRecord?, at choice: RegionChoice, by vantage: String
    ) throws(SteeringFailure) -> SteeringRecord {
        let epoch = record?.epoch ?? 0
        guard epoch < epochMax else { throw .refused("the epoch \(epoch) at the authority leaves no room for a next") }
        guard EpochNote.isFit(vantage) else { throw .refused("the vantage's name does not fit into a DNS record") }
        return SteeringRecord(choice: choice, epoch: epoch + 1, by: vantage)
    }
}
