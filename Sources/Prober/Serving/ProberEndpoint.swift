internal import HTTPServer
internal import HTTPWire

/// Everything a prober can be asked; the table below is the only place where a path is written down.
enum ProberEndpoint: CaseIterable, Sendable {
    case active, liveness, status, metrics, testimonies, override

    static let routes: [Route<ProberEndpoint>] = [
        Route(.get, "/active/{region}", to: .active, for: .prober),
        Route(.get, "/livez", to: .liveness, for: .prober),
        Route(.get, "/status", to: .status, for: .operator),
        Route(.get, "/metrics", to: .metrics, for: .operator),
        Route(
            .post, VantageExchange.path, to: .testimonies, for: .prober, .writes,
            bodyBytesMax: VantageLimits.reportBytes),
        Route(.post, overridePath, to: .override, for: .operator, .writes, bodyBytesMax: overrideBytesMax),
    ]

    static let overridePath = "/v1/override"
    /// Three short members.
    static let overrideBytesMax = 1024
}
