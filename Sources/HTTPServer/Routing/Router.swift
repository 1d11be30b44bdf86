package import HTTPWire

/// What a request's method and path lead to.
package enum RouteMatch<Endpoint: Sendable>: Sendable {
    case route(Route<Endpoint>, parameters: [String: String])
    /// The path exists, the method does not: 405 with `Allow` (RFC 9110 §15.5.6).
    case methodNotAllowed(allowed: [RequestMethod])
    case notFound
}

/// Finds the route of a request: a table to read, not a program to run.
package struct Router<Endpoint: Sendable>: Sendable {
    package let routes: [Route<Endpoint>]

    package init(_ routes: [Route<Endpoint>]) { self.routes = routes }

    /// - Parameter path: without its query, still percent-encoded.
    package func match(_ method: RequestMethod, _ path: String) -> RouteMatch<Endpoint> {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        var allowed: [RequestMethod] = []
        for route in routes {
            guard let parameters = route.parameters(of: parts) else { continue }
            // HEAD is GET without the body (RFC 9110 §9.3.2); the wire leaves the body out.
            if route.method == method || (method == .head && route.method == .get) {
                return .route(route, parameters: parameters)
            }
            allowed += route.method == .get ? [.get, .head] : [route.method]
        }
        return allowed.isEmpty ? .notFound : .methodNotAllowed(allowed: allowed)
    }
}

extension Route {
    /// The values of the pattern's parameters, or nil when the path is another's.
    fileprivate func parameters(of parts: ArraySlice<Substring>) -> [String: String]? {
        guard parts.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .literal(let text): guard text == part else { return nil }
            case .parameter(let name):
                guard let value = PercentEncoding.decode(part), !value.isEmpty else { return nil }
                parameters[name] = value
            }
        }
        return parameters
    }
}
