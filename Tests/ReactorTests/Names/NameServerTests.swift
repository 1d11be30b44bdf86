import Foundation
import LocalRegions
import Reactor
import Testing

@Suite("Asking one name server")
struct NameServerTests {
    @Test("an answer has its code, its records with their TTL, and who speaks")
    func answers() async throws {
        let folder = try TemporaryDirectory()
        let regions = [("seoul", "127.0.0.1"), ("tokyo", "::1")]
        let knot = try await KnotServer.start(LocalZone(regions: regions, timeToLiveSeconds: 17), in: folder.url)

        let alias = try await ask(knot, "license.evergrant.test", .a)
        let address = try await ask(knot, knot.zone.regionName("tokyo").uppercased(), .aaaa)
        let missing = try await ask(knot, "nobody.evergrant.test", .cname)
        let foreign = try await ask(knot, "elsewhere.test", .txt)
        await knot.stop()

        let target = knot.zone.regionName("seoul")
        let chain = [
            NameRecord(owner: "license.evergrant.test", type: .cname, timeToLiveSeconds: 17, value: target),
            NameRecord(owner: target, type: .a, timeToLiveSeconds: 17, value: "127.0.0.1"),
        ]
        #expect(alias == NameAnswer(code: .noError, isAuthoritative: true, records: chain))
        #expect(address.values(.aaaa) == ["::1"])
        #expect(missing == NameAnswer(code: .noSuchName, isAuthoritative: true, records: []))
        #expect(foreign == NameAnswer(code: .refused, isAuthoritative: false, records: []))
    }

    @Test("a silent server costs the deadline and no more")
    func silence() async throws {
        let folder = try TemporaryDirectory()
        let knot = try await KnotServer.start(in: folder.url)
        await knot.halt()
        let start = ContinuousClock.now

        await #expect(throws: NameServerFailure.timedOut) {
            try await ask(knot, "license.evergrant.test", .a, within: .milliseconds(300))
        }

        #expect(ContinuousClock.now - start < .seconds(60))
        await knot.stop()
    }

    @Test("a port where nobody listens is an error at once", arguments: ["127.0.0.1", "::1"])
    func nobody(host: String) async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        let server = NameServer(try #require(SocketAddress(numeric: host, port: FreePort.claim())))

        let refused = NameServerFailure.unreachable(SystemError(call: "res_nsend", errno: ECONNREFUSED))
        await #expect(throws: refused) {
            try await server.question("license.evergrant.test", .a, within: .seconds(10), on: loop)
        }
    }

    @Test("a name that no question can hold is an error", arguments: [String(repeating: "a", count: 64), "a..b"])
    func impossibleName(name: String) async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        let server = NameServer(try #require(SocketAddress(numeric: "127.0.0.1", port: FreePort.claim())))

        await #expect(throws: NameServerFailure.malformed) {
            try await server.question(name, .a, within: .seconds(10), on: loop)
        }
    }

    private func ask(
        _ knot: KnotServer, _ name: String, _ type: NameRecordType, within deadline: Duration = .seconds(10)
    ) async throws -> NameAnswer {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        let server = NameServer(try #require(SocketAddress(numeric: knot.host, port: knot.port)))
        return try await server.question(name, type, within: deadline, on: loop)
    }
}
