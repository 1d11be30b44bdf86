import HTTPServer
import HTTPWire
import Reactor

/// Answers at once: a small answer that is always the same, and a large one made anew each time.
final class FixedResponder: Responder {
    private enum Endpoint {
        case fixed, large
    }

    private static let bodyBytesMax = 4096
    private static let largeBytes = 65_536
    private let router = Router([
        Route(.get, "/fixed", to: Endpoint.fixed, for: .player),
        Route(.post, "/fixed", to: .fixed, for: .player, bodyBytesMax: bodyBytesMax),
        Route(.get, "/large", to: .large, for: .player),
    ])
    private let answer = Array((#"{"fixed":""# + String(repeating: "x", count: 288) + #""}"#).utf8)
    private let head = ResponseHead(status: 200, fields: [Field("content-type", "application/json")])
    /// Those of the routes, in their order.
    private let endpoints: [Endpoint]
    let standingFields = FieldBlock()

    init() { endpoints = router.routes.map(\.endpoint) }

    var routes: RouteTable { router.table }

    func respondAtOnce(to request: Request, on loop: isolated EventLoop) -> FirstAnswer {
        guard case .route(let number) = request.match.outcome else {
            return .now(Response(router.table.refusal(of: request) ?? Problem(.notFound, "There is nothing here.")))
        }
        switch endpoints[number] {
        case .fixed: return .now(Response(head, .bytes(answer)))
        case .large:
            return .now(Response(head, .bytes([UInt8](repeating: UInt8(ascii: " "), count: Self.largeBytes))))
        }
    }

    func respond(to request: Request, on loop: isolated EventLoop) async -> Response {
        Response(Problem(.internal, "This is answered at once."))
    }

    func answered(_ match: RouteMatch?, status: Int, hasWaited: Bool) {}
}
