import Bytes
import Daemon
import Failover
import Foundation
import LocalRegions
import Reactor
import Testing

@testable import Prober

/// Which server is tried.
enum ServerKind: String, CaseIterable, Sendable {
    case knot, bind
}

/// A real name server with its zone, and what a vantage does to it.
struct SteeredServer {
    let folder: TemporaryDirectory
    let server: any LocalNameServer
    let loop: EventLoop
    /// What a correct vantage is configured with; tests change it.
    var settings: DynamicUpdateSettings
    var key: TransactionKey
    var program = UpdateProgram.nsupdate
    var limits = SteeringLimits()

    init(_ kind: ServerKind, program: UpdateProgram = .nsupdate) async throws {
        folder = try TemporaryDirectory()
        let zone = LocalZone(regions: [("seoul", "127.0.0.1"), ("tokyo", "127.0.0.2")])
        switch kind {
        case .knot: server = try await KnotServer.start(zone, in: folder.url)
        case .bind: server = try await BindServer.start(zone, in: folder.url)
        }
        loop = try EventLoop.start(named: "test")
        self.program = program
        key = try TransactionKey(parsing: Secret(copying: try Data(contentsOf: server.keyFile)), for: "dns.keyFile")
        let address = try #require(SocketAddress(numeric: server.host, port: server.port))
        settings = DynamicUpdateSettings(
            service: try Self.service(named: zone.serviceName, in: zone), server: address,
            zone: try #require(DomainName(zone.zone)), keyFile: server.keyFile.path)
    }

    /// The first region is the main one.
    static func service(named name: String, in zone: LocalZone) throws -> ServiceName {
        let name = try #require(DomainName(name))
        let main = try #require(DomainName(zone.regionName("seoul")))
        let backup = try #require(DomainName(zone.regionName("tokyo")))
        return try #require(ServiceName(name: name, timeToLiveSeconds: 17, main: main, backup: backup))
    }

    var zone: LocalZone { server.zone }

    func stop() async {
        loop.stop()
        await server.stop()
    }

    func read() async throws -> SteeringRecord? { try await read(on: loop) }

    private func read(on loop: isolated EventLoop) async throws -> SteeringRecord? {
        try await DynamicUpdateSteering(settings, key: key, program: program, limits: limits).read(on: loop)
    }

    func point(
        at choice: RegionChoice, replacing record: SteeringRecord?, by vantage: String
    ) async throws -> SteeringRecord {
        try await point(at: choice, replacing: record, by: vantage, on: loop)
    }

    private func point(
        at choice: RegionChoice, replacing record: SteeringRecord?, by vantage: String, on loop: isolated EventLoop
    ) async throws -> SteeringRecord {
        let steering = DynamicUpdateSteering(settings, key: key, program: program, limits: limits)
        return try await steering.point(at: choice, replacing: record, by: vantage, on: loop)
    }

    /// Why a move was not made; nil when it was.
    func refusal(
        at choice: RegionChoice = .backup, replacing record: SteeringRecord?, by vantage: String = "busan"
    ) async -> SteeringFailure? {
        do {
            _ = try await point(at: choice, replacing: record, by: vantage)
            return nil
        } catch {
            return error as? SteeringFailure
        }
    }

    /// What a client sees, from the server itself.
    func answer(_ name: String, _ type: NameRecordType) async throws -> [NameRecord] {
        try await NameServer(settings.server).question(name, type, within: .seconds(10), on: loop).records
    }

    /// What an operator does by hand, with the right key and past all of our conditions.
    func update(_ lines: String...) async throws {
        let script = ["server \(server.host) \(server.port)", "zone \(zone.zone)."] + lines + ["send", ""]
        let command = Command("/usr/bin/nsupdate", ["-v", "-t", "3", "-k", server.keyFile.path])
        try await command.run(input: Data(script.joined(separator: "\n").utf8))
    }
}
