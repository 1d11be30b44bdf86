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
