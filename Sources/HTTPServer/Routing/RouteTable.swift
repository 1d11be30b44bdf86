package import HTTPWire

/// Finds the route of a request, once, over its bytes.
///
/// It knows nothing of endpoints, so it is no generic type and needs no specializing where it is used.
package final class RouteTable: Sendable {
    private struct Line: Sendable {
        let method: RequestMethod
        let pattern: PathPattern
    }

    private let lines: [Line]
    /// Those of the routes, in their order, and behind them those of the two ways to miss.
    private let matches: [RouteMatch]

    /// - Parameter bodyBytesMin: What a request may bring in any case, in bytes: enough to be told what is wrong with
    ///   it, rather than that it is too large.
    package init<Endpoint>(_ routes: [Route<Endpoint>], bodyBytesMin: Int = 0) {
        lines = routes.map { Line(method: $0.method, pattern: PathPattern($0.pattern)) }
        let misses: [RouteMatch.Outcome] = [.methodNotAllowed, .notFound]
        matches =
            routes.enumerated().map { index, route in
                RouteMatch(
                    outcome: .route(index), audience: route.audience, effect: route.effect,
                    bodyBytesMax: max(route.bodyBytesMax, bodyBytesMin), takesBody: route.bodyBytesMax > 0)
            }
            + misses.map {
                RouteMatch(
                    outcome: $0, audience: .operator, effect: .reads, bodyBytesMax: bodyBytesMin, takesBody: false)
            }
    }

    /// Looks a request up, or sees what was noted on it when it was.
    package func match(_ head: RequestHead) -> RouteMatch {
        if let noted = head.note { return matches[Int(noted)] }
        let number = number(of: head.method, head.pathBytes)
        head.note = Int32(truncatingIfNeeded: number)
        return matches[number]
    }

    package func match(_ method: RequestMethod, _ path: String) -> RouteMatch {
        matches[number(of: method, Array(path.utf8)[...])]
    }

    /// The methods that a path takes.
    package func allowed(_ path: ArraySlice<UInt8>) -> [RequestMethod] {
        lines.filter { $0.pattern.parameters(of: path) != nil }.flatMap {
            $0.method == .get ? [.get, .head] : [$0.method]
        }
    }

    /// The values of a route's parameters, decoded.
    package func parameters(of request: Request) -> [String: String] {
        guard case .route(let number) = request.match.outcome else { return [:] }
        return parameters(ofRoute: number, in: request.head.pathBytes)
    }

    func parameters(ofRoute number: Int, in path: ArraySlice<UInt8>) -> [String: String] {
        lines[number].pattern.parameters(of: path) ?? [:]
    }

    /// Why no route answers: 404, or 405 with `Allow`; nil when one does.
    package func refusal(of request: Request) -> Problem? {
        switch request.match.outcome {
        case .route: nil
        case .methodNotAllowed: .methodNotAllowed(allowed(request.head.pathBytes))
        case .notFound: Problem(.notFound, "There is nothing at this path.")
        }
    }

    private func number(of method: RequestMethod, _ path: ArraySlice<UInt8>) -> Int {
        var isKnown = false
        for index in lines.indices {
            guard lines[index].pattern.matches(path) else { continue }
            if serves(lines[index].method, method) { return index }
            isKnown = true
        }
        return isKnown ? lines.count : lines.count + 1
    }

    /// HEAD is GET without the body (RFC 9110 §9.3.2); the wire leaves the body out.
    private func serves(_ route: RequestMethod, _ asked: RequestMethod) -> Bool {
        switch (route, asked) {
        case (.get, .get), (.get, .head), (.head, .head), (.post, .post), (.put, .put), (.delete, .delete): true
        case (.options, .options), (.patch, .patch), (.connect, .connect), (.trace, .trace): true
        case (.other(let route), .other(let asked)): route == asked
        default: false
        }
    }
}
