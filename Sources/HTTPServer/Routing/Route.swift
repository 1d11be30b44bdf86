package import HTTPWire

/// Whom a route serves: the order in which an overloaded server keeps serving.
package enum Audience: Int, CaseIterable, Sendable {
    case prober, player, packager, `operator`
}

/// Whether a route changes what the database holds; a read-only region refuses every route that writes.
package enum RouteEffect: Sendable { case reads, writes }

/// One line of the server's table of contents: a method and a path pattern, and what answers them.
package struct Route<Endpoint: Sendable>: Sendable {
    package let method: RequestMethod
    /// As OpenAPI writes it: `/v1/sites/{site}`.
    package let pattern: String
    package let endpoint: Endpoint
    package let audience: Audience
    package let effect: RouteEffect
    /// The largest request body this route needs, in bytes; a much larger one is refused before it is read.
    package let bodyBytesMax: Int

    package init(
        _ method: RequestMethod, _ pattern: String, to endpoint: Endpoint, for audience: Audience,
        _ effect: RouteEffect = .reads, bodyBytesMax: Int = 0
    ) {
        self.method = method
        self.pattern = pattern
        self.endpoint = endpoint
        self.audience = audience
        self.effect = effect
        self.bodyBytesMax = bodyBytesMax
    }
}
