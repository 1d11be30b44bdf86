import Bytes
import Cryptography
import HTTPServer
import HTTPWire
import LicenseStore
import Licensing
import Logging
import Postgres
import Reactor
import Synchronization
import Testing

@testable import LicenseService

/// A system whose challenge is one key ID in hex, and whose license is the key in clear: only its way is looked at.
private struct PaperSystem: OneStepSystem {
    struct Challenge: LicenseChallenge {
        let license: LicenseRequest
    }

    let opened = Opened()

    final class Opened: Sendable {
        let count = Atomic<Int>(0)
    }

    func answerToAnyone(_ request: Request) -> Response? {
        request.body == Array("hello".utf8) ? Response(type: "text/plain", Array("welcome".utf8)) : nil
    }

    func read(_ letter: Letter, at now: Timestamp) throws(SystemAnswer) -> Challenge {
        opened.count.add(1, ordering: .relaxed)
        guard let keyID = try? KeyID(String(decoding: letter.body, as: UTF8.self)) else {
            throw SystemAnswer(status: 400, mediaType: "text/paper", bytes: Array("torn".utf8))
        }
        return Challenge(license: LicenseRequest(system: .widevine, keyIDs: [keyID]))
    }

    func license(_ approval: consuming ApprovedLicense, answering challenge: Challenge) -> SystemAnswer {
        .license(approval.keys.flatMap { $0.key.key.withBytes { [UInt8](copying: $0) } }, as: "text/paper")
    }
}

@Suite("License endpoint of a system whose challenges are dear")
struct SystemEndpointTests {
    private static let secret = Secret(copying: [UInt8](repeating: 9, count: 32))
    private static let name = "shop-1"

    private struct World {
        let endpoint: SystemEndpoint<PaperSystem>
        let workshop: Workshop
        var openedCount: Int { endpoint.system.opened.count.load(ordering: .relaxed) }
    }

    /// Its database is closed, so nobody learns anything that is not known here.
    private func world(
        knowsTokenKey: Bool = true, waitingMax: Int = 9, threads: Int = 1, on loop: isolated EventLoop
    ) throws -> World {
        let settings = DatabaseSettings(target: DatabaseTarget(host: "/nowhere", database: "none", user: "nobody"))
        let database = Database(settings, resolver: NameResolver())
        database.close(on: loop)
        let wrapper = try KeyWrapper(Samples.ring())
        let cache = Configuration.Cache(freshFor: .seconds(10), usableFor: .seconds(900), keysMax: 100)
        let desk = LicenseDesk(database, wrapper: wrapper, cache: cache, within: .seconds(1))
        let (site, content) = (try Samples.site(), try Samples.content())
        let key = try TokenKey(site: site, name: TokenKeyName(Self.name), secret: Self.secret)
        if knowsTokenKey {
            desk.verifiers.store(LearnedVerifier(verifier: try TokenVerifier(key: key)), for: key.name, at: loop.now)
        }
        desk.policies.store(SitePolicies(bounding: .unlimited, named: [:]), for: site, at: loop.now)
        let row = ContentKeyRow(
            site: site, content: content, key: try wrapper.wrap(Samples.contentKey(), site: site, content: content))
        desk.keys.store([row], for: Samples.keyID, at: loop.now)
        let configuration = try Configuration(
            text: "region: tokyo\ndatabase: {host: db}\nkeyEncryptionKeyFile: k", environment: [:], processorCount: 1)
        let recorder = IssuanceRecorder(
            configuration, metrics: ServerMetrics(), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let workshop = Workshop(
            named: "test", threadCount: threads, lineCount: DRMSystem.allCases.count, waitingMax: waitingMax)
        return World(
            endpoint: SystemEndpoint(
                system: PaperSystem(), desk: desk, recorder: recorder, bench: Bench(.widevine, in: workshop),
                metrics: ServerMetrics()),
            workshop: workshop)
    }

    private func request(
        _ body: String, secret: Secret? = SystemEndpointTests.secret, content: String = "movie-1",
        on loop: isolated EventLoop
    ) throws -> Request {
        let now = Moment.now(on: loop).wall
        var fields: [String] = []
        if let secret {
            let claims = TokenClaims(
                audience: try Samples.site(), issuedAt: now, expiresAt: now + .seconds(300),
                entitlement: Entitlement(content: try Samples.content(content)))
            fields = [
                "authorization: Bearer \(try TokenMint(name: TokenKeyName(Self.name), secret: secret).token(for: claims))"
            ]
        }
        return try Samples.request("POST", "/v1/licenses/widevine", fields, body: body)
    }

    private func onLoop<R: Sendable>(_ body: @Sendable (isolated EventLoop) async throws -> R) async throws -> R {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        return try await body(loop)
    }

    /// Status and body of the answer to a request that may wait, and how many challenges were opened for it.
    private func answer(
        to body: String, secret: Secret? = SystemEndpointTests.secret, content: String = "movie-1"
    ) async throws -> (status: Int, text: String, opened: Int) {
        try await onLoop { loop in
            let world = try self.world(on: loop)
            try world.workshop.start()
            let request = try self.request(body, secret: secret, content: content, on: loop)
            let response = await world.endpoint.answer(request, on: loop)
            await world.workshop.close()
            let text = String(decoding: response.bytes, as: UTF8.self)
            return (response.head.status, response.bytes == Samples.keyBytes ? "the key" : text, world.openedCount)
        }
    }

    @Test("a good token and a good challenge get the license, in the system's own type")
    func licenses() async throws {
        let (status, text, opened) = try await answer(to: Samples.keyID.description)

        #expect(status == 200)
        #expect(text == "the key")
        #expect(opened == 1)
    }

    @Test("what anybody may have is answered without a token, and without work")
    func answersAnyone() async throws {
        let (status, text, opened) = try await answer(to: "hello", secret: nil)

        #expect(status == 200)
        #expect(text == "welcome")
        #expect(opened == 0)
    }

    @Test("no challenge is opened for a stranger", arguments: [nil, Secret(copying: [UInt8](repeating: 1, count: 32))])
    func opensNothingForStrangers(secret: Secret?) async throws {
        let (status, text, opened) = try await answer(to: Samples.keyID.description, secret: secret)

        #expect(status == 401)
        #expect(text.contains(secret == nil ? "token-missing" : "token-invalid"))
        #expect(opened == 0)
    }

    @Test("a challenge that does not open is refused in the system's words")
    func refusesTorn() async throws {
        let (status, text, _) = try await answer(to: "no key ID")

        #expect(status == 400)
        #expect(text == "torn")
    }

    @Test("a token for another content is refused as by every other system")
    func refusesUnentitled() async throws {
        let (status, text, opened) = try await answer(to: Samples.keyID.description, content: "movie-2")

        #expect(status == 403)
        #expect(text.contains("not-entitled"))
        #expect(opened == 1)
    }

    @Test("a silent database is said so when the token's key is not known")
    func needsTokenKey() async throws {
        try await onLoop { loop in
            let world = try self.world(knowsTokenKey: false, on: loop)
            let request = try self.request(Samples.keyID.description, on: loop)

            let first = world.endpoint.answerKnown(request, on: loop) { nil }
            guard case .inTask = first else { throw Samples.NoRequest(text: "answered at once") }
            let response = await world.endpoint.answer(request, on: loop)

            #expect(response.head.status == 503)
            #expect(response.text.contains("database-unavailable"))
        }
    }

    @Test("a full line is refused with a time to come back")
    func shedsWhenFull() async throws {
        try await onLoop { loop in
            // No thread ever starts, so the first one waits for ever.
            let world = try self.world(waitingMax: 1, on: loop)
            let request = try self.request(Samples.keyID.description, on: loop)
            guard case .promised = world.endpoint.answerKnown(request, on: loop, unless: { nil }) else {
                throw Samples.NoRequest(text: "not promised")
            }

            let second = await world.endpoint.answer(request, on: loop)

            #expect(second.head.status == 503)
            #expect(second.field("retry-after") == "1")
            #expect(second.text.contains("overloaded"))
            await world.workshop.close()
        }
    }

    @Test("without room nothing is begun")
    func refusesWithoutRoom() async throws {
        try await onLoop { loop in
            let world = try self.world(on: loop)
            let request = try self.request(Samples.keyID.description, on: loop)

            let first = world.endpoint.answerKnown(request, on: loop) { Problem(.overloaded, "no room") }

            guard case .now(let response) = first else { throw Samples.NoRequest(text: "not at once") }
            #expect(response.head.status == 503)
            #expect(world.workshop.lines.allSatisfy { $0.waiting == 0 })
            await world.workshop.close()
        }
    }
}
