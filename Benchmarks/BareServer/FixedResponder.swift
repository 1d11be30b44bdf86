import HTTPServer
import HTTPWire
import Reactor

/// Answers one route at once.
final class FixedResponder: Responder {
    private enum Endpoint {
        case fixed
    }

    private static let bodyBytesMax = 4096
    private let router = Router([
        Route(.get, "/fixed", to: Endpoint.fixed, for: .player),
        Route(.post, "/fixed", to: .fixed, for: .player, bodyBytesMax: bodyBytesMax),
    ])
    private let answer = Array((#"{"fixed":""# + String(repeating: "x", count: 288) + #""}"#).utf8)
    let bodyBytesMax: (RequestHead) -> Int

    init() {
        let router = router
        bodyBytesMax = { head in
            guard case .route(let route, _) = router.match(head.method, head.path) else { return 0 }
            return route.bodyBytesMax
        }
    }

    func respondAtOnce(
        to request: Request, on loop: isolated EventLoop, then: @escaping (Response) -> Void
    ) -> FirstAnswer {
        switch router.match(request.head.method, request.head.path) {
        case .notFound: .now(Response(Problem(.notFound, "There is nothing at this path.")))
        case .methodNotAllowed(let allowed): .now(Response(.methodNotAllowed(allowed)))
        case .route: .now(Response(type: "application/json", answer))
        }
    }

    func respond(to request: Request, on loop: isolated EventLoop) async -> Response {
        Response(Problem(.internal, "This is answered at once."))
    }

    func complete(_ response: inout Response, to head: RequestHead?) {}

    func answered(_ head: RequestHead?, status: Int, after duration: Duration) {}
}
