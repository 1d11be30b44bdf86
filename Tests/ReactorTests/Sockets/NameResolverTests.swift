import Reactor
import Testing

@Suite("Name resolver")
struct NameResolverTests {
    @Test("a numeric address needs no resolver", arguments: [("127.0.0.1", "127.0.0.1:5432"), ("::1", "[::1]:5432")])
    func numeric(host: String, expected: String) async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        let addresses = try await NameResolver().addresses(of: host, port: 5432, within: .seconds(1), on: loop)

        #expect(addresses.map(\.description) == [expected])
    }

    @Test("localhost has an address")
    func localhost() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        let addresses = try await NameResolver().addresses(of: "localhost", port: 80, within: .seconds(5), on: loop)

        #expect(addresses.contains { $0.host == "127.0.0.1" || $0.host == "::1" })
        #expect(addresses.allSatisfy { $0.port == 80 })
    }

    @Test("a name that cannot exist is an error, not a hang")
    func unknownName() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        await #expect(throws: ResolutionFailure.self) {
            try await NameResolver().addresses(of: "no-such-name.invalid", port: 80, within: .seconds(5), on: loop)
        }
    }
}
