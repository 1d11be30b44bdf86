import Bytes
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnServer {
    @Suite("Probe over a fresh connection")
    struct DatabaseProbeTests {
        /// Connects and is never accepted: the kernel answers, nobody else does.
        private func withMuteServer(_ body: @Sendable (DatabaseTarget) async throws -> Void) async throws {
            let address = try #require(SocketAddress(numeric: "127.0.0.1", port: 0))
            let listener = try ListeningSocket(on: address)
            try await body(
                DatabaseTarget(host: "127.0.0.1", port: listener.address.port, database: "none", user: "nobody"))
            listener.withNumber { _ in }  // Open until here.
        }

        private func probe(_ target: DatabaseTarget, within limit: Duration) async throws -> [Int32] {
            let loop = try EventLoop.start(named: "probe")
            defer { loop.stop() }
            return try await probe(target, within: limit, on: loop)
        }

        private func probe(
            _ target: DatabaseTarget, within limit: Duration, on loop: isolated EventLoop
        ) async throws -> [Int32] {
            try await DatabaseProbe(target: target, resolver: NameResolver()).read(Asked.one, within: limit, on: loop)
        }

        @Test(
            "a good server answers, by name too, and the connection is gone afterwards; a stopped one costs the limit")
        func realServer() async throws {
            try await withPrimary { primary, _ in
                let target = primary.target
                let byName = DatabaseTarget(
                    host: "localhost", port: target.port, database: target.database, user: target.user,
                    password: target.password)
                #expect(try await probe(target, within: .seconds(10)) == [1])
                #expect(try await probe(byName, within: .seconds(10)) == [1])
                try await eventually("no connection is left", within: .seconds(10)) {
                    try await primary.query("SELECT count(*) FROM pg_stat_activity WHERE usename = 'evergrant'") == "0"
                }

                try await primary.stop()
                let took = await timed {
                    await #expect(throws: DatabaseError.self) { try await probe(target, within: .milliseconds(400)) }
                }
                await primary.cont()
                #expect(took < .seconds(3))
            }
        }

        @Test("a wrong password is refused and named")
        func wrongPassword() async throws {
            try await withPrimary { primary, _ in
                let target = DatabaseTarget(
                    host: "127.0.0.1", port: primary.port, database: "evergrant", user: "evergrant",
                    password: Secret(copying: Array("wrong".utf8)))
                let error = await #expect(throws: DatabaseError.self) { try await probe(target, within: .seconds(5)) }
                #expect(error?.kind == .unreachable)
                #expect(error?.serverMessage?.contains("password authentication failed") == true)
            }
        }

        @Test("a server that never answers costs the limit, and the loop does other work meanwhile")
        func muteServer() async throws {
            try await withMuteServer { target in
                let loop = try EventLoop.start(named: "probe")
                defer { loop.stop() }
                try await self.probeAndSleep(target, on: loop)
            }
        }

        private func probeAndSleep(_ target: DatabaseTarget, on loop: isolated EventLoop) async throws {
            let probed = Task {
                await timed {
                    await #expect(throws: DatabaseError.self) {
                        try await self.probe(target, within: .seconds(2), on: loop)
                    }
                }
            }
            let slept = try await timed { try await loop.sleep(for: .milliseconds(50)) }
            let took = await probed.value
            #expect(slept < .milliseconds(1_500), "long before the probe is over")
            #expect(took >= .milliseconds(1_990) && took < .seconds(4))
        }

        @Test("a closed port and an unknown name are unreachable", arguments: ["127.0.0.1", "no-such-host.invalid"])
        func nobodyThere(host: String) async throws {
            let port = try FreePort.claim()
            let target = DatabaseTarget(host: host, port: port, database: "none", user: "nobody")
            let error = await #expect(throws: DatabaseError.self) { try await probe(target, within: .seconds(5)) }
            #expect(error?.kind == .unreachable)
        }
    }
}
