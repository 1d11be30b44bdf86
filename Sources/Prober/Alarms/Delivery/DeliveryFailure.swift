/// Why one attempt came to nothing, in half a sentence fit for a log.
package struct DeliveryFailure: Error, Equatable, Sendable {
    package let reason: String
    /// Whether the same thing may arrive later.
    package let isWorthRetrying: Bool

    package init(_ reason: String, isWorthRetrying: Bool) {
        self.reason = reason
        self.isWorthRetrying = isWorthRetrying
    }
}
