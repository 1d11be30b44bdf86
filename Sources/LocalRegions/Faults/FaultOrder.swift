/// A wish that a fault begin or end.
package struct FaultOrder: Codable, Equatable, Sendable {
    package enum Action: String, Codable, Sendable { case inject, heal }

    package var action: Action
    package var fault: Fault
    /// The region or the vantage; the name server needs no name.
    package var target: String?

    package init(_ action: Action, _ fault: Fault, at target: String? = nil) {
        self.action = action
        self.fault = fault
        self.target = target
    }
}

/// What became of an order.
package struct FaultReceipt: Codable, Equatable, Sendable {
    /// Seconds since 1970, when the order was begun and when it was done.
    package var begunAt: Double
    package var doneAt: Double
    /// Why it was not done; nil when it was.
    package var failure: String?
}
