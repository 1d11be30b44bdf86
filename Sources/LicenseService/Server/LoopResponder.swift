internal import Bytes
internal import Failover
internal import FairPlayKeys
internal import HTTPServer
internal import HTTPWire
internal import Licensing
internal import Reactor

/// One listener's table of routes, in front of one loop's service.
final class LoopResponder: Responder {
    private let service: LoopService
    /// Of the listener, for the access log.
    private let name: String
    private let router: Router<Endpoint>
    /// Those of the routes, in their order.
    private let endpoints: [Endpoint]
    private var standing: StandingFields
    // Made once: probers ask often, and get the same nearly always.
    private let alive = Response(type: "text/plain", Array("alive\n".utf8))
    private let ready = Response(type: "text/plain", Array("ready\n".utf8))

    init(_ service: LoopService, routes: [Route<Endpoint>], named name: String) {
        self.service = service
        self.name = name
        router = Router(routes, bodyBytesMin: BodyLimits.unwanted)
        endpoints = routes.map(\.endpoint)
        let region = Field.region(service.plant.configuration.region)
        standing = StandingFields(region: region, mode: service.mode, lag: service.plant.regions.lag)
    }

    var routes: RouteTable { router.table }

    /// Which region answers, whether it writes, and how far behind it is.
    var standingFields: FieldBlock {
        let (mode, lag) = (service.mode, service.plant.regions.lag)
        if !standing.hold(mode, lag) { standing = standing.saying(mode, lag) }
        return standing.block
    }

    /// Pages may read what players are told.
    func fields(answering head: RequestHead, _ match: RouteMatch) -> FieldBlock {
        let isForPages =
            switch match.outcome {
            case .route(let number): endpoints[number].isForPages
            case .methodNotAllowed: Endpoint.licensePaths.contains(head.path)
            case .notFound: false
            }
        return isForPages ? CrossOrigin.fields(answering: head) : FieldBlock()
    }

    func respondAtOnce(to request: Request, on loop: isolated EventLoop) -> FirstAnswer {
        if let problem = service.shedding(request.match.audience, on: loop) { return .now(Response(problem)) }
        let first = firstAnswer(to: request, on: loop)
        switch first {
        case .now: return first
        // Under way already, and bounded where it waits: in the journal's queue, or by room that was asked for.
        case .promised: break
        case .inTask:
            if let problem = service.lackOfRoom(for: request.match.audience) { return .now(Response(problem)) }
        }
        service.load.beginWaiting(request.match.audience)
        return first
    }

    private func firstAnswer(to request: Request, on loop: isolated EventLoop) -> FirstAnswer {
        if awaitsProof(request, on: loop) { return .inTask }
        let endpoint: Endpoint
        do throws(Problem) { endpoint = try self.endpoint(of: request, on: loop) } catch {
            return .now(Response(error))
        }
        switch endpoint {
        case .clearKeyLicense:
            return service.clearKey.answerKnown(request, on: loop) { service.lackOfRoom(for: request.match.audience) }
        case .widevineLicense, .playReadyLicense, .fairPlayLicense:
            guard let system = service.systems.license(endpoint) else { return .now(Response(.systemNotConfigured)) }
            return system.answerKnown(request, on: loop) { service.lackOfRoom(for: request.match.audience) }
        case .licensePreflight: return .now(CrossOrigin.preflight)
        case .widevineCertificate, .fairPlayCertificate:
            return .now(service.systems.certificate(endpoint) ?? Response(.systemNotConfigured))
        case .liveness: return .now(alive)
        case .readiness: return .now(readiness())
        case .putContent, .getContent, .deleteContent, .listContents, .health, .metrics, .listLicenses, .journal:
            return .inTask
        }
    }

    func respond(to request: Request, on loop: isolated EventLoop) async -> Response {
        if awaitsProof(request, on: loop) { await service.awaitProof(on: loop) }
        do throws(Problem) {
            let endpoint = try endpoint(of: request, on: loop)
            return try await answer(endpoint, request, router.table.parameters(of: request), on: loop)
        } catch  where error.code == .readOnlyRegion {
            // The database may have said so only when it was asked to write (SQLSTATE 25006).
            return Response(service.readOnlyRefusal(on: loop))
        } catch {
            return Response(error)
        }
    }

    func answered(_ match: RouteMatch?, status: Int, hasWaited: Bool) {
        service.metrics.answersByClass.count(status)
        guard let match else { return }
        if hasWaited { service.load.finishWaiting(match.audience) }
        guard case .route(let number) = match.outcome else { return }
        if let system = endpoints[number].license { count(status, of: system) }
    }

    func failed(_ match: RouteMatch?, because reason: String) {
        var pattern: String?
        if case .route(let number)? = match?.outcome { pattern = router.routes[number].pattern }
        service.internalErrors.note(reason, on: pattern, at: EventLoop.monotonicNow())
    }

    /// What is granted, the other systems count themselves: some answers of theirs are no licenses.
    private func count(_ status: Int, of system: DRMSystem) {
        if status != 200 {
            service.metrics.licenses.countRefused(of: system)
        } else if system == .clearKey {
            service.metrics.licenses.countGranted(of: system)
        }
    }

    func mayLog(status: Int) -> Bool { service.accessLog?.wants(status: status) ?? false }

    func log(_ exchange: Exchange) {
        var route: Route<Endpoint>?
        if case .route(let number)? = exchange.request.match?.outcome { route = router.routes[number] }
        service.accessLog?.write(exchange, listener: name, route: route)
    }

    private func answer(
        _ endpoint: Endpoint, _ request: Request, _ parameters: [String: String], on loop: isolated EventLoop
    ) async throws(Problem) -> Response {
        let contents = service.contents
        switch endpoint {
        case .clearKeyLicense: return await service.clearKey.answer(request, on: loop)
        case .widevineLicense, .playReadyLicense, .fairPlayLicense:
            guard let system = service.systems.license(endpoint) else { throw .systemNotConfigured }
            return await system.answer(request, on: loop)
        case .putContent: return try await contents.put(contents.subject(request, parameters, on: loop), on: loop)
        case .getContent: return try await contents.get(contents.subject(request, parameters, on: loop), on: loop)
        case .deleteContent: return try await contents.delete(contents.subject(request, parameters, on: loop), on: loop)
        case .listContents: return try await list(request, parameters, on: loop)
        case .health:
            let report = await service.health.report(on: loop).adding(service.plant.journalCheck)
                .adding(service.plant.testMaterialCheck)
                .adding(
                    service.systems.fairPlayHelper?.healthCheck(keeping: service.plant.keyProgram.now, on: loop)
                )
                .adding(service.plant.regions)
                .saying(service.plant.ownParity, at: EventLoop.wallMilliseconds())
            return HealthEndpoint.answer(report, to: request, isDraining: service.plant.state.isDraining)
        case .listLicenses:
            return try await IssuanceList(reader: service.operatorReader(on: loop)).answer(request, on: loop)
        case .journal: return service.journalPage()
        case .metrics: return Response(type: MetricsPage.mediaType, Array(service.metricsPage().text.utf8))
        case .licensePreflight, .widevineCertificate, .fairPlayCertificate, .liveness, .readiness:
            return Response(Problem(.internal, "This is answered at once."))
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

    /// What answers, when there is a route and this region may serve it now.
    private func endpoint(of request: Request, on loop: isolated EventLoop) throws(Problem) -> Endpoint {
        guard case .route(let number) = request.match.outcome else {
            throw router.table.refusal(of: request) ?? Problem(.notFound, "There is nothing at this path.")
        }
        let endpoint = endpoints[number]
        try endpoint.requireAcceptable(request.head)
        service.noteRole(on: loop)
        if request.match.effect == .writes { try service.requireWritable(on: loop) }
        return endpoint
    }

    /// Whether this writes to a database that has just come back: soon known, and worth a wait rather than a refusal.
    private func awaitsProof(_ request: Request, on loop: isolated EventLoop) -> Bool {
        guard request.match.effect == .writes else { return false }
        service.noteRole(on: loop)  // This very request may be the first to find the database again.
        return service.isUnproven
    }

    private func readiness() -> Response {
        let state = service.plant.state
        guard !state.isDraining, state.isAdmitted else {
            let detail =
                state.isDraining ? "This server is stopping." : "The database has not admitted this server yet."
            return Response(Problem(.databaseUnavailable, detail, retryAfter: .seconds(5)))
        }
        return ready
    }
}
