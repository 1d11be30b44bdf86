import Bytes
import Failover
import LocalRegions
import Reactor
import Testing

@testable import Prober

@Suite("Moves of the name that are refused")
struct DynamicUpdateRefusalTests {
    private static let fresh = SteeringRecord(choice: .main, epoch: 0, by: "")
    private static let otherSecret = Base64.standard.encode([UInt8](repeating: 7, count: 32))

    @Test(
        "a key that the server does not know, or knows with another secret, moves nothing and says so",
        arguments: ServerKind.allCases, UpdateProgram.allCases)
    func wrongKey(kind: ServerKind, program: UpdateProgram) async throws {
        var steered = try await SteeredServer(kind, program: program)

        for (name, code) in [("stranger", "BADKEY"), ("evergrant", "BADSIG")] {
            let text = "hmac-sha256:\(name):\(Self.otherSecret)"
            steered.key = try TransactionKey(parsing: Secret(copying: text.utf8), for: "dns.keyFile")
            let refusal = await steered.refusal(replacing: Self.fresh)
            guard case .refused(let reason) = refusal else {
                Issue.record("\(String(describing: refusal))")
                continue
            }
            #expect(reason.contains(code))
            #expect(!reason.contains(Self.otherSecret))
        }

        #expect(try await steered.read() == Self.fresh)
        await steered.stop()
    }

    @Test(
        "the key opens only the one name of its zone", arguments: ServerKind.allCases, UpdateProgram.allCases)
    func narrowKey(kind: ServerKind, program: UpdateProgram) async throws {
        var steered = try await SteeredServer(kind, program: program)
        let zone = steered.zone
        steered.settings.service = try SteeredServer.service(named: "www.\(zone.zone)", in: zone)

        let refusal = await steered.refusal(replacing: nil)

        let left = try await steered.answer("www.\(zone.zone)", .cname)
        await steered.stop()
        guard case .refused(let reason) = refusal else { throw UnexpectedOutcome(refusal) }
        #expect(reason.contains("the key may not change this name"))
        #expect(left == [])
    }

    @Test("a server that does not have the zone is told apart", arguments: ServerKind.allCases, UpdateProgram.allCases)
    func wrongZone(kind: ServerKind, program: UpdateProgram) async throws {
        var steered = try await SteeredServer(kind, program: program)
        steered.settings.service = try SteeredServer.service(named: "license.elsewhere.test", in: steered.zone)
        steered.settings.zone = try #require(DomainName("elsewhere.test"))

        let refusal = await steered.refusal(replacing: nil)
        let reading = await #expect(throws: SteeringFailure.self) { try await steered.read() }

        await steered.stop()
        guard case .refused = refusal else { throw UnexpectedOutcome(refusal) }
        guard case .refused = reading else { throw UnexpectedOutcome(reading) }
    }

    @Test("a silent server costs the deadline, and no later", arguments: ServerKind.allCases, UpdateProgram.allCases)
    func silence(kind: ServerKind, program: UpdateProgram) async throws {
        var steered = try await SteeredServer(kind, program: program)
        steered.limits.update = .milliseconds(700)
        steered.limits.answer = .milliseconds(300)
        await steered.server.halt()
        let start = ContinuousClock.now

        let refusal = await steered.refusal(replacing: Self.fresh)

        let took = ContinuousClock.now - start
        await steered.server.resume()
        await steered.stop()
        guard case .unreachable = refusal else { throw UnexpectedOutcome(refusal) }
        #expect(took < .seconds(60))
    }

    @Test("a port where nobody listens is unreachable", arguments: UpdateProgram.allCases)
    func nobody(program: UpdateProgram) async throws {
        var steered = try await SteeredServer(.knot, program: program)
        steered.settings.server = try #require(SocketAddress(numeric: "127.0.0.1", port: FreePort.claim()))

        let refusal = await steered.refusal(replacing: Self.fresh)

        await steered.stop()
        guard case .unreachable = refusal else { throw UnexpectedOutcome(refusal) }
    }

    @Test(
        "a zone that is not as Evergrant left it is not touched, and the operator is told what is wrong",
        arguments: [
            (["update add <name>. 30 CNAME www.example.com."], "which is neither dns.main nor dns.backup"),
            (["update add <note>. 30 TXT \"hands off\""], "is not an epoch of ours"),
            (
                ["update add <note>. 30 TXT \"epoch=1 by=a\"", "update add <note>. 30 TXT \"epoch=2 by=a\""],
                "not an epoch"
            ),
            (["update delete <name>. CNAME", "update add <note>. 30 TXT \"epoch=1 by=a\""], "has no CNAME"),
        ])
    func strangeZone(lines: [String], words: String) async throws {
        let steered = try await SteeredServer(.knot)
        let zone = steered.zone
        for line in lines {
            try await steered.update(
                line.replacing("<name>", with: zone.serviceName).replacing("<note>", with: zone.epochName))
        }

        let failure = await #expect(throws: SteeringFailure.self) { try await steered.read() }

        await steered.stop()
        guard case .refused(let reason) = failure else { throw UnexpectedOutcome(failure) }
        #expect(reason.contains(words), "\(reason)")
    }

    @Test("a change that the server took and does not show is not believed")
    func readBackDiffers() async throws {
        let (primary, other) = (try await SteeredServer(.knot), try await SteeredServer(.bind))
        let settings = primary.settings
        let zone = SteeredZone(other.settings, limits: SteeringLimits())
        var limits = SteeringLimits()
        limits.readBackPause = .milliseconds(1)
        let shown = Self.fresh

        let failure = await Self.refusal(settings, primary.key, readingFrom: zone, limits, on: primary.loop)

        #expect(try await primary.read()?.choice == .backup, "the primary did take it")
        #expect(try await other.read() == shown)
        await primary.stop()
        await other.stop()
        guard case .unverified = failure else { throw UnexpectedOutcome(failure) }
    }

    private static func refusal(
        _ settings: DynamicUpdateSettings, _ key: TransactionKey, readingFrom zone: SteeredZone,
        _ limits: SteeringLimits, on loop: isolated EventLoop
    ) async -> SteeringFailure? {
        let steering = DynamicUpdateSteering(
            settings, key: key, program: .nsupdate, limits: limits, readingFrom: zone)
        do throws(SteeringFailure) {
            _ = try await steering.point(at: .backup, replacing: fresh, by: "osaka", on: loop)
            return nil
        } catch {
            return error
        }
    }
}

/// A move that failed otherwise than it should, or not at all.
struct UnexpectedOutcome: Error {
    let outcome: SteeringFailure?
    init(_ outcome: SteeringFailure?) { self.outcome = outcome }
}
