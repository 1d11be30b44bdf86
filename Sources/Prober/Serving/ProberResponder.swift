internal import Bytes
internal import Failover
internal import HTTPServer
internal import HTTPWire
internal import Reactor

/// Answers what people, load balancers and other vantages ask.
final class ProberResponder: Responder {
    private let lookout: Lookout
    private let deliveries: () -> [DeliveryStatistics]
    private let router = Router(ProberEndpoint.routes)
    let standingFields: FieldBlock

    init(_ lookout: Lookout, deliveries: @escaping () -> [DeliveryStatistics]) {
        (self.lookout, self.deliveries) = (lookout, deliveries)
        standingFields = FieldBlock([
            Field("evergrant-vantage", lookout.vantage), Field("cache-control", "no-store"),
        ])
    }

    var routes: RouteTable { router.table }

    func respondAtOnce(to request: Request, on loop: isolated EventLoop) -> FirstAnswer {
        guard case .route(let number) = request.match.outcome else {
            return router.table.refusal(of: request).map { .now(Response($0)) } ?? .inTask
        }
        return answer(router.routes[number].endpoint, request, on: loop).map(FirstAnswer.now) ?? .inTask
    }

    /// Only an order waits: for the disk.
    func respond(to request: Request, on loop: isolated EventLoop) async -> Response {
        do throws(Problem) {
            try authenticate(request)
            return try await obey(request.body, on: loop)
        } catch {
            return Response(error)
        }
    }

    func answered(_ match: RouteMatch?, status: Int, hasWaited: Bool) {}

    private func answer(
        _ endpoint: ProberEndpoint, _ request: Request, on loop: isolated EventLoop
    ) -> Response? {
        switch endpoint {
        case .active: active(router.table.parameters(of: request)["region"] ?? "")
        case .liveness: Response(type: "text/plain", Array("alive\n".utf8))
        case .status: Response(type: "application/json", lookout.statusDocument())
        case .metrics:
            Response(type: OpenMetricsPage.mediaType, Array(lookout.metricsPage(deliveries()).text.utf8))
        case .testimonies: testimonies(request, on: loop)
        case .override: nil
        }
    }

    /// 200 for the region the name should point at, by its role or by its name, and 404 for the other.
    private func active(_ region: String) -> Response {
        let choice = lookout.detector.active
        let isActive = region == choice.rawValue || region == lookout.regionName(choice)
        return Response(status: isActive ? 200 : 404, type: "text/plain", Array("\(choice.rawValue)\n".utf8))
    }

    private func testimonies(_ request: Request, on loop: isolated EventLoop) -> Response {
        do throws(Problem) {
            try authenticate(request)
            let report: VantageReport
            do throws(JSONError) { report = try VantageReport(parsing: request.body) } catch {
                throw Problem(.malformedRequest, "The body is no report of a vantage: \(error).")
            }
            guard let answer = lookout.exchange.answer(to: report, on: loop) else {
                throw Problem(.vantageUnknown, "This vantage knows no other one of that name.")
            }
            return Response(type: "application/json", answer.json)
        } catch {
            return Response(error)
        }
    }

    private func obey(_ body: [UInt8], on loop: isolated EventLoop) async throws(Problem) -> Response {
        let order: Order
        do throws(JSONError) { order = try JSONObject(parsing: body).order() } catch {
            throw Problem(.malformedRequest, "The body is no order: \(error).")
        }
        switch await lookout.obey(order, on: loop) {
        case .obeyed: return Response(type: "application/json", lookout.statusDocument())
        case .refused(let refusal): throw Problem(.overrideRefused, refusal.sentence)
        case .notDurable:
            throw Problem(.internal, "The order holds, but it could not be saved: a restart would forget it.")
        }
    }

    private func authenticate(_ request: Request) throws(Problem) {
        guard lookout.plant.secret.isShown(by: request.head.fields) else {
            throw Problem(.vantageSecretInvalid, "The secret that the vantages share was not shown.")
        }
    }
}
