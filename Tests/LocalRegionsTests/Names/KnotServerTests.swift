import Foundation
import LocalRegions
import Testing

@Suite("Local name server")
struct KnotServerTests {
    @Test("a fresh zone points at its first region")
    func freshZone() async throws {
        let folder = try TemporaryDirectory()
        let server = try await KnotServer.start(in: folder.url)

        let answer = try await server.answers(to: "license.evergrant.test", type: "A")

        #expect(answer == ["seoul.evergrant.test.", "127.0.0.11"])
        await server.stop()
    }

    @Test("a change made with the key is there after a crash and a restart")
    func changeSurvivesACrash() async throws {
        let folder = try TemporaryDirectory()
        let server = try await KnotServer.start(in: folder.url)

        try await update("license", "CNAME tokyo.evergrant.test.", at: server)
        try await server.kill9()
        try await server.start()

        let answer = try await server.answers(to: "license.evergrant.test", type: "A")
        #expect(answer == ["tokyo.evergrant.test.", "127.0.0.12"])
        await server.stop()
    }

    @Test(
        "the key opens no other name and no other type",
        arguments: [("www", "CNAME tokyo.evergrant.test."), ("_evergrant.license", "A 127.0.0.3")])
    func keyIsNarrow(name: String, record: String) async throws {
        let folder = try TemporaryDirectory()
        let server = try await KnotServer.start(in: folder.url)

        await #expect(throws: LocalRegionsFailure.self) { try await update(name, record, at: server) }

        #expect(try await server.answers(to: "\(name).evergrant.test", type: "ANY") == [])
        await server.stop()
    }

    private func update(_ name: String, _ record: String, at server: KnotServer) async throws {
        let type = record.prefix { $0 != " " }
        let script = """
            server \(server.host) \(server.port)
            zone evergrant.test.
            update delete \(name).evergrant.test. \(type)
            update add \(name).evergrant.test. 30 \(record)
            send

            """
        let command = Command("/usr/bin/nsupdate", ["-v", "-t", "3", "-k", server.keyFile.path])
        try await command.run(input: Data(script.utf8))
    }
}
