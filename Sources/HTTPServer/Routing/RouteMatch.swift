/// What a request's method and path lead to, and what follows from that.
package struct RouteMatch: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        /// The number of the route in its table.
        case route(Int)
        /// The path exists, the method does not: 405 with `Allow` (RFC 9110 §15.5.6).
        case methodNotAllowed
        case notFound
    }

    package let outcome: Outcome
    /// Nobody's paths are served last.
    package let audience: Audience
    package let effect: RouteEffect
    /// The largest body such a request may bring, in bytes.
    package let bodyBytesMax: Int
    /// Whether the route has a use for a body.
    package let takesBody: Bool

    package static let notFound = RouteMatch(
        outcome: .notFound, audience: .operator, effect: .reads, bodyBytesMax: 0, takesBody: false)
}
