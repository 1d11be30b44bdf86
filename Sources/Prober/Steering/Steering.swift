package import Failover
package import Reactor

/// Moves the service's name; one implementation for each kind of authority.
///
/// Every move is a compare-and-swap, so that any number of vantages may try at once and one that acts on old news
/// changes nothing.
package protocol Steering: AnyObject {
    /// What the authority says now; nil when it has no record of the name at all.
    func read(on loop: isolated EventLoop) async throws(SteeringFailure) -> SteeringRecord?

    /// Moves the name if the authority still says `record`, and reads back that it did.
    ///
    /// - Parameters:
    ///   - record: What `read` gave: nothing is changed when the authority says anything else by now.
    ///   - vantage: Who moves it, for people who look at the record.
    func point(
        at choice: RegionChoice, replacing record: SteeringRecord?, by vantage: String, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> SteeringRecord
}

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

    /// What a move makes of `record`; nil when it could not be written down.
    static func next(
        after record: SteeringRecord?, at choice: RegionChoice, by vantage: String
    ) throws(SteeringFailure) -> SteeringRecord {
        let epoch = record?.epoch ?? 0
        guard epoch < epochMax else { throw .refused("the epoch \(epoch) at the authority leaves no room for a next") }
        guard EpochNote.isFit(vantage) else { throw .refused("the vantage's name does not fit into a DNS record") }
        return SteeringRecord(choice: choice, epoch: epoch + 1, by: vantage)
    }
}

/// Why the name is not known, or not moved; each holds a sentence for the operator, without secrets.
package enum SteeringFailure: Error, Equatable, Sendable {
    /// Somebody else was faster; what the authority says now.
    case conflict(SteeringRecord?)
    /// The authority did not answer, or could not do its work: trying again may help.
    case unreachable(String)
    /// The authority, or what it holds, forbids it: an operator must look.
    case refused(String)
    /// The authority took the change and says something else all the same.
    case unverified(String)
}

extension SteeringFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .conflict(let record):
            "somebody else moved the name first: "
                + (record.map { "it points at the \($0.choice.rawValue) region (epoch \($0.epoch), by \($0.by))" }
                    ?? "its record is gone")
        case .unreachable(let reason), .refused(let reason), .unverified(let reason): reason
        }
    }
}
