package import HTTPServer
internal import HTTPWire
internal import Licensing

/// Everything the server can be asked; the table below is the only place where a path is written down.
package enum Endpoint: CaseIterable, Sendable {
    case clearKeyLicense, widevineLicense, playReadyLicense, fairPlayLicense, licensePreflight
    case widevineCertificate, fairPlayCertificate
    case putContent, getContent, deleteContent, listContents
    case health, liveness, readiness, metrics
    case listLicenses, journal

    /// What players, packagers and probers reach.
    package static let publicRoutes: [Route<Endpoint>] = [
        Route(.get, "/health", to: .health, for: .prober),
        Route(.get, "/livez", to: .liveness, for: .prober),
        Route(.get, "/readyz", to: .readiness, for: .prober),
        licenses(.clearKey, to: .clearKeyLicense, bodyBytesMax: BodyLimits.clearKeyChallenge),
        preflight(.clearKey),
        licenses(.widevine, to: .widevineLicense, bodyBytesMax: BodyLimits.challenge),
        preflight(.widevine),
        licenses(.playReady, to: .playReadyLicense, bodyBytesMax: BodyLimits.challenge),
        preflight(.playReady),
        licenses(.fairPlay, to: .fairPlayLicense, bodyBytesMax: BodyLimits.challenge),
        preflight(.fairPlay),
        Route(.get, "/v1/certificates/widevine", to: .widevineCertificate, for: .player),
        Route(.get, "/v1/certificates/fairplay", to: .fairPlayCertificate, for: .player),
        Route(.get, "/v1/sites/{site}/contents", to: .listContents, for: .packager),
        Route(.get, "/v1/sites/{site}/contents/{content}", to: .getContent, for: .packager),
        Route(
            .put, "/v1/sites/{site}/contents/{content}", to: .putContent, for: .packager, .writes,
            bodyBytesMax: BodyLimits.content),
        Route(.delete, "/v1/sites/{site}/contents/{content}", to: .deleteContent, for: .packager, .writes),
    ]

    private static func licenses(_ system: DRMSystem, to endpoint: Endpoint, bodyBytesMax: Int) -> Route<Endpoint> {
        Route(.post, path(of: system), to: endpoint, for: .player, bodyBytesMax: bodyBytesMax)
    }

    private static func preflight(_ system: DRMSystem) -> Route<Endpoint> {
        Route(.options, path(of: system), to: .licensePreflight, for: .player)
    }

    private static func path(of system: DRMSystem) -> String { "/v1/licenses/\(system.rawValue)" }

    /// What only the operator's listener offers, beside the probes.
    package static let operatorRoutes: [Route<Endpoint>] = [
        Route(.get, "/metrics", to: .metrics, for: .operator),
        Route(.get, "/v1/licenses", to: .listLicenses, for: .operator),
        Route(.get, "/v1/journal", to: .journal, for: .operator),
        Route(.get, "/health", to: .health, for: .prober),
        Route(.get, "/livez", to: .liveness, for: .prober),
        Route(.get, "/readyz", to: .readiness, for: .prober),
    ]
}

extension Endpoint {
    /// What a packager or an operator can be answered with; empty for whoever gets what there is.
    ///
    /// Players and probers do not negotiate: a television's `Accept` says little about what it reads.
    var mediaTypes: [String] {
        switch self {
        case .putContent, .getContent, .journal: ["application/json"]
        case .listContents, .listLicenses: ["application/json", "application/x-ndjson"]
        // Prometheus asks for text as well, and takes OpenMetrics under that name too.
        case .metrics: ["application/openmetrics-text", "text/plain"]
        case .clearKeyLicense, .widevineLicense, .playReadyLicense, .fairPlayLicense, .licensePreflight,
            .widevineCertificate, .fairPlayCertificate, .deleteContent, .health, .liveness, .readiness:
            []
        }
    }

    /// Refuses a client that reads nothing of what there is (RFC 9110 §15.5.7), before anything is done.
    func requireAcceptable(_ head: RequestHead) throws(Problem) {
        guard !mediaTypes.isEmpty else { return }
        let accept = Accept(head.fields)
        guard mediaTypes.contains(where: accept.reads) else {
            throw Problem(.notAcceptable, "This is given as \(mediaTypes.joined(separator: " or ")) only.")
        }
    }
}

extension Endpoint {
    /// The system whose licenses it gives; nil for everything else.
    var license: DRMSystem? {
        switch self {
        case .clearKeyLicense: .clearKey
        case .widevineLicense: .widevine
        case .playReadyLicense: .playReady
        case .fairPlayLicense: .fairPlay
        case .licensePreflight, .widevineCertificate, .fairPlayCertificate, .putContent, .getContent, .deleteContent,
            .listContents, .health, .liveness, .readiness, .metrics, .listLicenses, .journal:
            nil
        }
    }

    /// Whether pages of other origins ask for it.
    var isForPages: Bool {
        license != nil || [.licensePreflight, .widevineCertificate, .fairPlayCertificate].contains(self)
    }

    /// The paths that pages post to, also with a method that is none of theirs.
    static let licensePaths = Set(DRMSystem.allCases.map(path))
}

/// The largest request bodies, in bytes.
enum BodyLimits {
    /// 64 key IDs in base64url with quotes take 1.6 KiB; the rest is room for members we do not know.
    static let clearKeyChallenge = 16_384
    /// With the device's certificates, of which a chain has a few KiB; in base64 at that, for FairPlay.
    static let challenge = 65_536
    /// 64 tracks with everything a track may say take 12 KiB.
    static let content = 65_536
    /// For what takes no body: enough to be told that, rather than that it is too large.
    static let unwanted = 16_384
}

/// The routes, one line each, for `evergrant routes`.
package func routeTable(onlyWrites: Bool) -> [String] {
    Endpoint.publicRoutes.filter { !onlyWrites || $0.effect == .writes }
        .map { "\($0.method)\t\($0.pattern)\t\($0.audience)\t\($0.effect)" }
}
