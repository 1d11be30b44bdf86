import Amazon
import Bytes
import Failover
import Foundation
import LocalRegions
import Reactor
import TestSupport
import Testing

@testable import Prober

@Suite("Moving the name in Route 53", .enabled(if: TestPeers.areInstalled, Comment(rawValue: TestPeers.advice)))
struct Route53SteeringTests {
    /// A vantage's view of one simulated hosted zone.
    private struct Steered: Sendable {
        let aws: SimulatedAWS
        let service: ServiceName
        var zoneID: String
        var environment: [String: String]

        init() async throws {
            aws = try await SimulatedAWS.start(checksSignatures: false)
            let zone = LocalZone(zone: "example.test")
            service = try SteeredServer.service(named: zone.serviceName, in: zone)
            (zoneID, environment) = (aws.zone, aws.environment)
        }

        func run<R: Sendable>(
            _ body: @escaping @Sendable (Route53Steering, isolated EventLoop) async throws -> R
        ) async throws -> R {
            let loop = try EventLoop.start(named: "test")
            defer { loop.stop() }
            return try await run(on: loop, body)
        }

        private func run<R: Sendable>(
            on loop: isolated EventLoop, _ body: @Sendable (Route53Steering, isolated EventLoop) async throws -> R
        ) async throws -> R {
            let client = try AmazonClient(environment: environment, resolver: NameResolver()) {
                Timestamp(seconds: Int64(Date.now.timeIntervalSince1970))
            }
            let zone = HostedZone(id: zoneID, endpoint: nil, client: client)
            return try await body(Route53Steering(service, in: zone), loop)
        }

        func read() async throws -> SteeringRecord? { try await run { try await $0.read(on: $1) } }

        func point(
            at choice: RegionChoice, replacing record: SteeringRecord?, by vantage: String = "osaka"
        ) async throws -> SteeringRecord {
            try await run { try await $0.point(at: choice, replacing: record, by: vantage, on: $1) }
        }
    }

    @Test("the name and its epoch move together, there and back, and a first record is made")
    func moves() async throws {
        let steered = try await Steered()
        #expect(try await steered.read() == nil)

        let first = try await steered.point(at: .main, replacing: nil)
        let second = try await steered.point(at: .backup, replacing: first, by: "busan")
        let records = try await steered.aws.records()
        let third = try await steered.point(at: .main, replacing: second)

        #expect(second == SteeringRecord(choice: .backup, epoch: 2, by: "busan"))
        #expect(records["license.example.test. CNAME"] == [steered.service.backup.absolute])
        #expect(records["_evergrant.license.example.test. TXT"] == ["\"epoch=2 by=busan\""])
        #expect(third == SteeringRecord(choice: .main, epoch: 3, by: "osaka"))
        #expect(try await steered.read() == third)
    }

    @Test("a stale actor changes nothing and is told who was newer")
    func staleActor() async throws {
        let steered = try await Steered()
        let first = try await steered.point(at: .main, replacing: nil)
        let newer = try await steered.point(at: .backup, replacing: first, by: "busan")

        for stale in [first, nil] {
            await #expect(throws: SteeringFailure.conflict(newer)) {
                try await steered.point(at: .main, replacing: stale)
            }
        }

        #expect(try await steered.read() == newer)
    }

    @Test("the batch deletes exactly the epoch that was read, so that of two actors one is refused whole")
    func batch() async throws {
        let service = try SteeredServer.service(named: "license.evergrant.test", in: LocalZone())
        let old = RecordSet(
            name: service.epochName.text, kind: .txt, ttlSeconds: 300, values: ["\"epoch=6 by=busan\""])
        let next = SteeringRecord(choice: .backup, epoch: 7, by: "osaka")

        let batch = Route53Steering.batch(next, replacing: old, of: service)

        let note = RecordSet(
            name: service.epochName.text, kind: .txt, ttlSeconds: 17, values: ["\"epoch=7 by=osaka\""])
        let pointer = RecordSet(
            name: service.name.text, kind: .cname, ttlSeconds: 17, values: [service.backup.absolute])
        #expect(batch == [.delete(old), .create(note), .upsert(pointer)])
        #expect(Route53Steering.batch(next, replacing: nil, of: service) == [.create(note), .upsert(pointer)])
    }

    @Test("a zone that is not ours is refused, and a silent Amazon is unreachable")
    func failures() async throws {
        var steered = try await Steered()
        steered.zoneID = "ZNOTOURS"
        let refused = await #expect(throws: SteeringFailure.self) { try await steered.read() }
        steered.environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:\(try FreePort.claim())"
        let unreachable = await #expect(throws: SteeringFailure.self) { try await steered.read() }

        guard case .refused = refused else { throw UnexpectedOutcome(refused) }
        guard case .unreachable = unreachable else { throw UnexpectedOutcome(unreachable) }
    }
}
