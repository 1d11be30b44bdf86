package import HTTPWire

/// Whom a route serves: the order in which an overloaded server keeps serving.
package enum Audience: Int, CaseIterable, Sendable {
    case prober, player, packager, `operator`
}

/// One line of the server's table of contents: a method and a path pattern, and what answers them.
package struct Route<Endpoint: Sendable>: Sendable {
    /// Whether the route changes what the database holds; a read-only region refuses every route that writes.
    package enum Effect: Sendable { case reads, writes }

    package let method: RequestMethod
    /// As OpenAPI writes it: `/v1/sites/{site}`.
    package let pattern: String
    package let endpoint: Endpoint
    package let audience: Audience
    package let effect: Effect
    /// The largest request body this route needs, in bytes; a much larger one is refused before it is read.
    package let bodyBytesMax: Int
    let segments: [Segment]

    enum Segment: Equatable, Sendable {
        case literal(String)
        case parameter(String)
    }

    package init(
        _ method: RequestMethod, _ pattern: String, to endpoint: Endpoint, for audience: Audience,
        _ effect: Effect = .reads, bodyBytesMax: Int = 0
    ) {
        self.method = method
        self.pattern = pattern
        self.endpoint = endpoint
        self.audience = audience
        self.effect = effect
        self.bodyBytesMax = bodyBytesMax
        segments = pattern.split(separator: "/").map { part in
            part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }
}
