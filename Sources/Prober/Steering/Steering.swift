package import Failover
package import Reactor

/// Moves the service's name; one implementation for each kind of authority.
package protocol Steering: AnyObject {
    /// What the authority says now.
    func read(on loop: isolated EventLoop) async throws(SteeringFailure) -> SteeringRecord?
    /// Compare-and-swap, verified by reading back.
    func point(
        at choice: RegionChoice, replacing record: SteeringRecord?, by vantage: String, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> SteeringRecord
}

/// Where the name points, how often it has been moved, and who moved it last.
package struct SteeringRecord: Equatable, Sendable {
    package let choice: RegionChoice
    package let epoch: UInt64
    package let by: String

    package init(choice: RegionChoice, epoch: UInt64, by: String) {
        (self.choice, self.epoch, self.by) = (choice, epoch, by)
    }
}

package enum SteeringFailure: Error, Equatable, Sendable {
    /// Somebody else was newer.
    case conflict(SteeringRecord?)
    case failed(reason: String)
}
