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
    private let head = ResponseHead(status: 200, fields: [Field("content-type", "application/json")])
    let standingFields = FieldBlock()

    var routes: RouteTable { router.table }

    func respondAtOnce(to request: Request, on loop: isolated EventLoop) -> FirstAnswer {
        if let problem = router.table.refusal(of: request) { return .now(Response(problem)) }
        return .now(Response(head, .bytes(answer)))
    }

    func respond(to request: Request, on loop: isolated EventLoop) async -> Response {
        Response(Problem(.internal, "This is answered at once."))
    }

    func answered(_ request: OpenRequest, status: Int) {}
}
