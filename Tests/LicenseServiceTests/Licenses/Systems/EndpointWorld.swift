import Bytes
import Cryptography
import HTTPServer
import HTTPWire
import LicenseStore
import Licensing
import Logging
import Postgres
import Reactor

@testable import LicenseService

/// One loop's endpoint of a system, whose desk knows one key; the database behind it is closed, so nobody learns more.
struct EndpointWorld<System: LicenseSystem> {
    let endpoint: SystemEndpoint<System>
    let workshop: Workshop
    let metrics: ServerMetrics

    init(
        _ system: System, _ name: DRMSystem, policy: LicensePolicy = .unlimited, knowsTokenKey: Bool = true,
        waitingMax: Int = 9, on loop: isolated EventLoop
    ) throws {
        let settings = DatabaseSettings(target: DatabaseTarget(host: "/nowhere", database: "none", user: "nobody"))
        let database = Database(settings, resolver: NameResolver())
        database.close(on: loop)
        let wrapper = try KeyWrapper(Samples.ring())
        let cache = Configuration.Cache(freshFor: .seconds(10), usableFor: .seconds(900), keysMax: 100)
        let desk = LicenseDesk(database, wrapper: wrapper, cache: cache, within: .seconds(1))
        let (site, content) = (try Samples.site(), try Samples.content())
        let key = try TokenKey(site: site, name: TokenKeyName(EndpointToken.keyName), secret: EndpointToken.secret)
        if knowsTokenKey {
            desk.verifiers.store(LearnedVerifier(verifier: try TokenVerifier(key: key)), for: key.name, at: loop.now)
        }
        desk.policies.store(SitePolicies(bounding: policy, named: [:]), for: site, at: loop.now)
        let row = ContentKeyRow(
            site: site, content: content, key: try wrapper.wrap(Samples.contentKey(), site: site, content: content))
        desk.keys.store([row], for: Samples.keyID, at: loop.now)
        desk.contents.store([Samples.keyID], for: SiteContent(site: site, name: content), at: loop.now)
        let configuration = try Configuration(
            text: "region: tokyo\ndatabase: {host: db}\nkeyEncryptionKeyFile: k", environment: [:], processorCount: 1)
        metrics = ServerMetrics()
        let recorder = IssuanceRecorder(
            configuration, metrics: metrics, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        workshop = Workshop(
            named: "test", threadCount: 1, lineCount: DRMSystem.allCases.count, waitingMax: waitingMax)
        endpoint = SystemEndpoint(
            system: system, desk: desk, recorder: recorder, bench: Bench(name, in: workshop), metrics: metrics)
    }

    /// The answer to a request that may wait, by a workshop that is open for it alone.
    func answer(to request: Request, on loop: isolated EventLoop) async throws -> Response {
        try workshop.start()
        let response = await endpoint.answer(request, on: loop)
        await workshop.close()
        return response
    }
}

/// Tokens for the world's site.
enum EndpointToken {
    static let secret = Secret(copying: [UInt8](repeating: 9, count: 32))
    static let keyName = "shop-1"

    static func make(
        content: String = "movie-1", secret: Secret = EndpointToken.secret, on loop: isolated EventLoop
    ) throws -> String {
        let now = Moment.now(on: loop).wall
        let claims = TokenClaims(
            audience: try Samples.site(), issuedAt: now, expiresAt: now + .seconds(300),
            entitlement: Entitlement(content: try Samples.content(content)))
        return try TokenMint(name: TokenKeyName(keyName), secret: secret).token(for: claims)
    }
}

extension EventLoop {
    /// Runs `body` on a loop that lives as long as it does.
    static func running<R: Sendable>(
        _ body: @Sendable (isolated EventLoop) async throws -> R
    ) async throws -> R {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        return try await body(loop)
    }
}

extension Samples {
    /// A request whose body is bytes.
    static func request(
        _ target: String, _ fields: [String] = [], bytes: [UInt8]
    ) throws -> Request {
        let lines = ["host: drm.example", "content-length: \(bytes.count)"] + fields
        let head = "POST \(target) HTTP/1.1\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
        let session = HTTPSession(cleartext: WireLimits(), bodyLimit: { _ in 100_000 })
        guard case .request(let wire)? = session.receive(Array(head.utf8) + bytes).first else {
            throw NoRequest(text: head)
        }
        return Request(head: wire.head, peer: nil, isSecure: true)
    }
}
