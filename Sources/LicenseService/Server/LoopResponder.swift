internal import Bytes
internal import Failover
internal import HTTPServer
internal import HTTPWire
internal import Licensing
internal import Reactor

/// One listener's table of routes, in front of one loop's service.
final class LoopResponder: Responder {
    private let service: LoopService
    private let router: Router<Endpoint>
    private let region: Field
    let bodyBytesMax: (RequestHead) -> Int

    init(_ service: LoopService, routes: [Route<Endpoint>]) {
        self.service = service
        let router = Router(routes)
        self.router = router
        region = .region(service.plant.configuration.region)
        bodyBytesMax = { head in
            guard case .route(let route, _) = router.match(head.method, head.path) else { return BodyLimits.unwanted }
            return max(route.bodyBytesMax, BodyLimits.unwanted)
        }
    }

    func respondAtOnce(
        to request: Request, on loop: isolated EventLoop, then: @escaping (Response) -> Void
    ) -> FirstAnswer {
        if awaitsProof(request, on: loop) { return .inTask }
        let match: (route: Route<Endpoint>, parameters: [String: String])
        do throws(Problem) { match = try self.match(request, on: loop) } catch { return .now(Response(error)) }
        switch match.route.endpoint {
        case .clearKeyLicense: return service.clearKey.answerKnown(request, on: loop, then: then)
        case .clearKeyPreflight: return .now(CrossOrigin.preflight)
        case .liveness: return .now(Response(type: "text/plain", Array("alive\n".utf8)))
        case .readiness: return .now(readiness())
        case .putContent, .getContent, .deleteContent, .listContents, .health, .metrics, .listLicenses, .journal:
            return .inTask
        }
    }

    func respond(to request: Request, on loop: isolated EventLoop) async -> Response {
        if awaitsProof(request, on: loop) { await service.awaitProof(on: loop) }
        do throws(Problem) {
            let (route, parameters) = try match(request, on: loop)
            return try await answer(route.endpoint, request, parameters, on: loop)
        } catch  where error.code == .readOnlyRegion {
            // The database may have said so only when it was asked to write (SQLSTATE 25006).
            return Response(service.readOnlyRefusal(on: loop))
        } catch {
            return Response(error)
        }
    }

    /// What every answer says: which region made it, whether it writes, and to players' pages that they may read it.
    func complete(_ response: inout Response, to head: RequestHead?) {
        response.head.append(region)
        response.head.append(.mode(service.mode.rawValue))
        if let lag = service.plant.regions.lag { response.head.append(.lag(lag)) }
        if let head, head.path == Endpoint.clearKeyPath { CrossOrigin.allow(head, in: &response) }
    }

    func answered(_ head: RequestHead?, status: Int, after duration: Duration) {
        service.metrics.answersByClass.count(status)
        if head?.path == Endpoint.clearKeyPath, head?.method == .post { service.metrics.countLicense(status: status) }
    }

    private func answer(
        _ endpoint: Endpoint, _ request: Request, _ parameters: [String: String], on loop: isolated EventLoop
    ) async throws(Problem) -> Response {
        let contents = service.contents
        switch endpoint {
        case .clearKeyLicense: return await service.clearKey.answer(request, on: loop)
        case .putContent: return try await contents.put(contents.subject(request, parameters, on: loop), on: loop)
        case .getContent: return try await contents.get(contents.subject(request, parameters, on: loop), on: loop)
        case .deleteContent: return try await contents.delete(contents.subject(request, parameters, on: loop), on: loop)
        case .listContents: return try await list(request, parameters, on: loop)
        case .health:
            let report = await service.health.report(on: loop).adding(service.plant.journalCheck)
                .adding(service.plant.regions)
            return HealthEndpoint.answer(report, to: request, isDraining: service.plant.state.isDraining)
        case .listLicenses: return try await IssuanceList(reader: service.reader).answer(request, on: loop)
        case .journal: return service.journalPage()
        case .metrics: return Response(type: MetricsPage.mediaType, Array(service.metricsPage().text.utf8))
        case .clearKeyPreflight, .liveness, .readiness: return Response(Problem(.internal, "This is answered at once."))
        }
    }

    private func list(
        _ request: Request, _ parameters: [String: String], on loop: isolated EventLoop
    ) async throws(Problem) -> Response {
        let site = try await service.packagers.site(parameters["site"], of: request, on: loop)
        let list = ContentList(reader: service.reader, site: site)
        guard ContentExport.isWanted(by: request.head) else { return try await list.page(request, on: loop) }
        return Response(
            status: 200, fields: [Field("content-type", "application/x-ndjson"), .noStore],
            body: .stream(ContentExport(list)))
    }

    /// The route, when there is one and this region may serve it now.
    private func match(
        _ request: Request, on loop: isolated EventLoop
    ) throws(Problem) -> (route: Route<Endpoint>, parameters: [String: String]) {
        switch router.match(request.head.method, request.head.path) {
        case .notFound: throw Problem(.notFound, "There is nothing at this path.")
        case .methodNotAllowed(let allowed): throw .methodNotAllowed(allowed)
        case .route(let route, let parameters):
            try route.endpoint.requireAcceptable(request.head)
            service.noteRole(on: loop)
            if route.effect == .writes { try service.requireWritable(on: loop) }
            return (route, parameters)
        }
    }

    /// Whether this writes to a database that has just come back: soon known, and worth a wait rather than a refusal.
    private func awaitsProof(_ request: Request, on loop: isolated EventLoop) -> Bool {
        service.noteRole(on: loop)  // This very request may be the first to find the database again.
        return service.isUnproven && writes(request)
    }

    private func writes(_ request: Request) -> Bool {
        guard case .route(let route, _) = router.match(request.head.method, request.head.path) else { return false }
        return route.effect == .writes
    }

    private func readiness() -> Response {
        let state = service.plant.state
        guard !state.isDraining, state.isAdmitted else {
            let detail =
                state.isDraining ? "This server is stopping." : "The database has not admitted this server yet."
            return Response(Problem(.databaseUnavailable, detail, retryAfter: .seconds(5)))
        }
        return Response(type: "text/plain", Array("ready\n".utf8))
    }
}
