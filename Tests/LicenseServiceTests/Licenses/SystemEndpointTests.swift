import Bytes
import Cryptography
import HTTPServer
import HTTPWire
import Licensing
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

    var openedCount: Int { opened.count.load(ordering: .relaxed) }

    func answerToAnyone(_ request: Request) -> Response? {
        request.body == Array("hello".utf8) ? Response(type: "text/plain", Array("welcome".utf8)) : nil
    }

    func read(_ letter: Letter, at now: Timestamp) throws(SystemAnswer) -> Challenge {
        opened.count.add(1, ordering: .relaxed)
        let text = String(decoding: letter.body, as: UTF8.self)
        if let keyID = try? KeyID(text) {
            return Challenge(license: LicenseRequest(system: .widevine, keyIDs: [keyID]))
        }
        guard let name = try? ContentName(text) else {
            throw SystemAnswer(status: 400, mediaType: "text/paper", bytes: Array("torn".utf8))
        }
        return Challenge(license: LicenseRequest(system: .widevine, keyIDs: [], content: name))
    }

    func license(_ approval: consuming ApprovedLicense, answering challenge: Challenge) -> SystemAnswer {
        .license(approval.keys.flatMap { $0.key.key.withBytes { [UInt8](copying: $0) } }, as: "text/paper")
    }
}

@Suite("License endpoint of a system whose challenges are dear")
struct SystemEndpointTests {
    private struct Unexpected: Error { let what: String }

    private func request(
        _ body: String, secret: Secret? = EndpointToken.secret, content: String = "movie-1",
        on loop: isolated EventLoop
    ) throws -> Request {
        var fields: [String] = []
        if let secret {
            fields = ["authorization: Bearer \(try EndpointToken.make(content: content, secret: secret, on: loop))"]
        }
        return try Samples.request("/v1/licenses/widevine", fields, bytes: Array(body.utf8))
    }

    private struct Outcome: Sendable {
        var status: Int
        var text: String
        var opened: Int
        var granted: Int
    }

    /// What becomes of a request that may wait, and how many challenges were opened for it.
    private func outcome(
        of body: String, secret: Secret? = EndpointToken.secret, content: String = "movie-1"
    ) async throws -> Outcome {
        try await EventLoop.running { loop in
            let world = try EndpointWorld(PaperSystem(), .widevine, on: loop)
            let request = try request(body, secret: secret, content: content, on: loop)
            let response = try await world.answer(to: request, on: loop)
            return Outcome(
                status: response.head.status,
                text: response.bytes == Samples.keyBytes ? "the key" : response.text,
                opened: world.endpoint.system.openedCount,
                granted: world.metrics.licenses.sums(of: .widevine).granted)
        }
    }

    @Test("a good token and a good challenge get the license, which is counted")
    func licenses() async throws {
        let outcome = try await outcome(of: Samples.keyID.description)

        #expect(outcome.status == 200)
        #expect(outcome.text == "the key")
        #expect(outcome.opened == 1)
        #expect(outcome.granted == 1)
    }

    @Test("a challenge that names a content gets the keys of that content")
    func licensesByContent() async throws {
        let outcome = try await outcome(of: "movie-1")

        #expect(outcome.status == 200)
        #expect(outcome.text == "the key")
    }

    @Test("a content whose keys are not known waits for the database")
    func asksForContents() async throws {
        let outcome = try await outcome(of: "movie-2", content: "movie-2")

        #expect(outcome.status == 503)
        #expect(outcome.text.contains("database-unavailable"))
        #expect(outcome.granted == 0)
    }

    @Test("what anybody may have is answered without a token and without work, and is no license")
    func answersAnyone() async throws {
        let outcome = try await outcome(of: "hello", secret: nil)

        #expect(outcome.status == 200)
        #expect(outcome.text == "welcome")
        #expect(outcome.opened == 0)
        #expect(outcome.granted == 0)
    }

    @Test("no challenge is opened for a stranger", arguments: [nil, Secret(copying: [UInt8](repeating: 1, count: 32))])
    func opensNothingForStrangers(secret: Secret?) async throws {
        let outcome = try await outcome(of: Samples.keyID.description, secret: secret)

        #expect(outcome.status == 401)
        #expect(outcome.text.contains(secret == nil ? "token-missing" : "token-invalid"))
        #expect(outcome.opened == 0)
    }

    @Test("a challenge that does not open is refused in the system's words")
    func refusesTorn() async throws {
        let outcome = try await outcome(of: "no / name")

        #expect(outcome.status == 400)
        #expect(outcome.text == "torn")
    }

    @Test("a token for another content is refused as by every other system")
    func refusesUnentitled() async throws {
        let outcome = try await outcome(of: Samples.keyID.description, content: "movie-2")

        #expect(outcome.status == 403)
        #expect(outcome.text.contains("not-entitled"))
        #expect(outcome.opened == 1)
    }

    @Test("a silent database is said so when the token's key is not known")
    func needsTokenKey() async throws {
        try await EventLoop.running { loop in
            let world = try EndpointWorld(PaperSystem(), .widevine, knowsTokenKey: false, on: loop)
            let request = try self.request(Samples.keyID.description, on: loop)

            let first = world.endpoint.answerKnown(request, on: loop) { nil }
            guard case .inTask = first else { throw Unexpected(what: "answered at once") }
            let response = await world.endpoint.answer(request, on: loop)

            #expect(response.head.status == 503)
            #expect(response.text.contains("database-unavailable"))
        }
    }

    @Test("a full line is refused with a time to come back")
    func shedsWhenFull() async throws {
        try await EventLoop.running { loop in
            // No thread ever starts, so the first one waits for ever.
            let world = try EndpointWorld(PaperSystem(), .widevine, waitingMax: 1, on: loop)
            let request = try self.request(Samples.keyID.description, on: loop)
            guard case .promised = world.endpoint.answerKnown(request, on: loop, unless: { nil }) else {
                throw Unexpected(what: "not promised")
            }

            let second = await world.endpoint.answer(request, on: loop)

            #expect(second.head.status == 503)
            #expect(second.field("retry-after") == "1")
            #expect(second.text.contains("overloaded"))
        }
    }

    @Test("without room nothing is begun")
    func refusesWithoutRoom() async throws {
        try await EventLoop.running { loop in
            let world = try EndpointWorld(PaperSystem(), .widevine, on: loop)
            let request = try self.request(Samples.keyID.description, on: loop)

            let first = world.endpoint.answerKnown(request, on: loop) { Problem(.overloaded, "no room") }

            guard case .now(let response) = first else { throw Unexpected(what: "not at once") }
            #expect(response.head.status == 503)
            #expect(world.workshop.lines.allSatisfy { $0.waiting == 0 })
        }
    }
}
