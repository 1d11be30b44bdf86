import Bytes
import Cryptography
import HTTPServer
import HTTPWire
import LicenseStore
import Licensing
import Logging
import Postgres
import Reactor
import Testing

@testable import LicenseService

@Suite("License endpoint without a task")
struct ClearKeyEndpointTests {
    private static let secret = Secret(copying: [UInt8](repeating: 9, count: 32))
    private static let name = "shop-1"

    /// Knows everything but the keys named here; its database is closed.
    private func endpoint(
        knowing keyIDs: [KeyID], on loop: isolated EventLoop, readAgo age: Duration = .zero
    ) throws -> ClearKeyEndpoint {
        let settings = DatabaseSettings(target: DatabaseTarget(host: "/nowhere", database: "none", user: "nobody"))
        let database = Database(settings, resolver: NameResolver())
        database.close(on: loop)
        let wrapper = try KeyWrapper(Samples.ring())
        let cache = Configuration.Cache(freshFor: .seconds(10), usableFor: .seconds(900), keysMax: 100)
        let desk = LicenseDesk(database, wrapper: wrapper, cache: cache, within: .seconds(1))
        let (site, content) = (try Samples.site(), try Samples.content())
        let key = try TokenKey(site: site, name: TokenKeyName(Self.name), secret: Self.secret)
        desk.verifiers.store(LearnedVerifier(verifier: try TokenVerifier(key: key)), for: key.name, at: loop.now)
        desk.policies.store(SitePolicies(bounding: .unlimited, named: [:]), for: site, at: loop.now)
        for keyID in keyIDs {
            let key = ContentKey(
                keyID: keyID, key: Secret(copying: Samples.keyBytes), track: .sd, scheme: .cenc, period: nil)
            let row = ContentKeyRow(
                site: site, content: content, key: try wrapper.wrap(key, site: site, content: content))
            desk.keys.store([row], for: keyID, at: loop.now - age)
        }
        let configuration = try Configuration(
            text: "region: tokyo\ndatabase: {host: db}\nkeyEncryptionKeyFile: k", environment: [:], processorCount: 1)
        let recorder = IssuanceRecorder(
            configuration, metrics: ServerMetrics(), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return ClearKeyEndpoint(desk: desk, recorder: recorder)
    }

    private func request(for keyID: KeyID, on loop: isolated EventLoop) throws -> Request {
        let now = Moment.now(on: loop).wall
        let claims = TokenClaims(
            audience: try Samples.site(), issuedAt: now, expiresAt: now + .seconds(300),
            entitlement: Entitlement(content: try Samples.content()))
        let mint = try TokenMint(name: TokenKeyName(Self.name), secret: Self.secret)
        let body = #"{"kids":["\#(Base64.url.encode(keyID.bytes))"],"type":"temporary"}"#
        return try Samples.request(
            "POST", "/v1/licenses/clearkey", ["authorization: Bearer \(mint.token(for: claims))"], body: body)
    }

    /// What becomes of a request at once, in words.
    private func outcome(
        knowing keyIDs: [KeyID], hasRoom: Bool, on loop: isolated EventLoop, readAgo age: Duration = .zero
    ) throws -> String {
        let endpoint = try endpoint(knowing: keyIDs, on: loop, readAgo: age)
        let request = try request(for: Samples.keyID, on: loop)
        let first = endpoint.answerKnown(request, on: loop) { hasRoom ? nil : Problem(.overloaded, "no room") }
        return switch first {
        case .now(let response): "\(response.head.status)"
        case .promised: "promised"
        case .inTask: "in a task"
        }
    }

    private func onLoop<R: Sendable>(_ body: @Sendable (isolated EventLoop) async throws -> R) async throws -> R {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        return try await body(loop)
    }

    @Test("a license whose key is not remembered is promised, and takes no task")
    func promises() async throws {
        #expect(try await onLoop { try outcome(knowing: [], hasRoom: true, on: $0) } == "promised")
        #expect(
            try await onLoop { try outcome(knowing: [Samples.keyID], hasRoom: true, on: $0, readAgo: .seconds(910)) }
                == "promised")
    }

    @Test("without room only a license that would wait is refused")
    func refusesWithoutRoom() async throws {
        #expect(try await onLoop { try outcome(knowing: [], hasRoom: false, on: $0) } == "503")
        #expect(try await onLoop { try outcome(knowing: [Samples.keyID], hasRoom: false, on: $0) } == "200")
    }

    /// Asks for a key that is not fresh, and tells what the desk says once the database has failed.
    private func verdict(readAgo age: Duration, on loop: isolated EventLoop) async throws -> String {
        let desk = try endpoint(knowing: [Samples.keyID], on: loop, readAgo: age).desk
        let bytes = try #require(TokenField.token(of: request(for: Samples.keyID, on: loop)))
        let presented = try desk.token(in: bytes.span)
        return await withCheckedContinuation { continuation in
            desk.learn([Samples.keyID], on: loop) { read in
                continuation.resume(returning: Self.verdict(desk, presented, after: read, at: .now(on: loop)))
            }
        }
    }

    private static func verdict(
        _ desk: LicenseDesk, _ token: PresentedToken, after read: Result<JustRead, DatabaseError>, at moment: Moment
    ) -> String {
        let license = LicenseRequest(system: .clearKey, keyIDs: [Samples.keyID])
        do throws(LicenseFailure) {
            switch try desk.judge(license, by: token, after: read, at: moment) {
            case .granted: return "granted"
            case .missing: return "missing"
            }
        } catch {
            return "\(Problem(error).code)"
        }
    }

    @Test(
        "a database that fails under a lookup is made up for by what is still usable, and by nothing older",
        arguments: [
            (Duration.seconds(20), "granted"), (.seconds(890), "granted"), (.seconds(910), "databaseUnavailable"),
        ])
    func judgesFromMemory(age: Duration, expected: String) async throws {
        #expect(try await onLoop { try await verdict(readAgo: age, on: $0) } == expected)
    }
}
