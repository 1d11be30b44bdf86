internal import FairPlayKeys
internal import HTTPServer
internal import HTTPWire
internal import Licensing
internal import Reactor

/// One loop's endpoints of the systems that are configured; a reload makes them anew.
struct SystemEndpoints {
    private var licenses: [DRMSystem: any LicenseEndpoint] = [:]
    /// Made once: all players are sent the same.
    private var certificates: [Endpoint: Response] = [:]
    /// This loop's talk with the licensee's program, if there is one.
    let fairPlayHelper: DeviceKeyClient?

    init(
        _ providers: SystemProviders, desk: LicenseDesk, recorder: IssuanceRecorder, plant: Plant,
        metrics: ServerMetrics
    ) {
        fairPlayHelper = providers.fairPlayHelper.map { DeviceKeyClient(path: $0, logging: plant.log) }
        func endpoint<System: LicenseSystem>(_ system: System, _ name: DRMSystem) -> SystemEndpoint<System> {
            SystemEndpoint(
                system: system, desk: desk, recorder: recorder, bench: Bench(name, in: plant.workshop),
                metrics: metrics)
        }
        if let widevine = providers.widevine {
            licenses[.widevine] = endpoint(WidevineSystem(provider: widevine.provider), .widevine)
            certificates[.widevineCertificate] = widevine.certificate.map {
                .certificate($0, as: WidevineSystem.mediaType)
            }
        }
        if let playReady = providers.playReady {
            licenses[.playReady] = endpoint(PlayReadySystem(provider: playReady.provider), .playReady)
        }
        if let fairPlay = providers.fairPlay {
            licenses[.fairPlay] = endpoint(
                FairPlaySystem(provider: fairPlay.provider, helper: fairPlayHelper), .fairPlay)
            // RFC 2585 §4.1: a certificate in DER.
            certificates[.fairPlayCertificate] = fairPlay.certificate.map {
                .certificate($0, as: "application/pkix-cert")
            }
        }
    }

    /// What gives licenses at `endpoint`; nil when its system is not configured.
    func license(_ endpoint: Endpoint) -> (any LicenseEndpoint)? { endpoint.license.flatMap { licenses[$0] } }

    func certificate(_ endpoint: Endpoint) -> Response? { certificates[endpoint] }
}

extension Problem {
    /// Which system's is missing stands in the path.
    static let systemNotConfigured = Problem(.systemNotConfigured, "This DRM system is not configured on this server.")
}

extension Response {
    /// A certificate that players are to have; caches may keep it for as long as a change of it may take.
    static func certificate(_ bytes: [UInt8], as mediaType: String) -> Response {
        var response = Response(type: mediaType, bytes)
        response.head.append(Field("cache-control", "public, max-age=300"))
        return response
    }
}
