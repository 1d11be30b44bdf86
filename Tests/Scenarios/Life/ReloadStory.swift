import Foundation
import LocalRegions
import TestSupport
import Testing

@Suite("A server that is told to reload", .serialized, .timeLimit(.minutes(3)))
struct ReloadStory {
    @Test("takes what may change under way, and names what may not")
    func reloads() async throws {
        let server = try await LoneServer.start()
        try server.configure("log: { level: warning }\ndraining: { delaySeconds: 60 }\ncache: { keysMax: 5 }")

        try await server.reload()

        let log = try server.log()
        #expect(log.contains(#""message":"settings were changed that need a restart""#), "\(log)")
        #expect(log.contains(#""settings":"cache.keysMax""#), "\(log)")
        #expect(try await server.metric("evergrant_last_reload_timestamp_seconds") > 1_700_000_000)
        // The delay of 60 s is in force: it goes on serving.
        try server.send(SIGTERM)
        try await eventually("/readyz says that it is stopping", within: .seconds(20)) {
            try await server.client().get("/readyz").text.contains("stopping")
        }
    }

    @Test(
        "refuses a bad file, says why in one line, and goes on as before",
        arguments: [
            ("cache: { freshForSeconds: -1 }", "cache.freshForSeconds"), ("cache: [", "not valid YAML"),
            ("regoin: x", "regoin"), ("keyEncryptionKeyVersion: 9", "9"),
        ])
    func refuses(settings: String, reason: String) async throws {
        let server = try await LoneServer.start()
        try server.configure(settings)

        try await server.reload(expecting: "refused")

        let refusals = try server.log().split(separator: "\n").filter { $0.contains("the reload is refused") }
        #expect(refusals.count == 1)
        #expect(refusals.first?.contains(reason) == true, "\(refusals)")
        #expect(try await server.client().get("/livez").status == 200)
        try server.configure("")
        try await server.reload()
    }

    @Test("learns a key-encryption key, and never loses one that it uses")
    func learnsKeys() async throws {
        let server = try await LoneServer.start("keyEncryptionKeyVersion: 1")
        let key = { (byte: UInt8) in Data(repeating: byte, count: 32).base64EncodedString() }
        let file = server.folder.url.appending(path: "kek")

        try Data("1: \(key(7))\n2: \(key(8))\n".utf8).write(to: file)
        try await server.reload()
        try Data("2: \(key(8))\n".utf8).write(to: file)
        try server.configure("keyEncryptionKeyVersion: 2")
        try await server.reload(expecting: "refused")

        #expect(try server.log().contains("lacks version 1"))
    }

    @Test("a file that is gone is a refusal too, and many hangups at once do no harm")
    func survivesMany() async throws {
        let server = try await LoneServer.start()
        try FileManager.default.removeItem(at: server.folder.url.appending(path: "evergrant.yaml"))
        for _ in 0..<50 { try server.send(SIGHUP) }
        try await eventually("it has refused", within: .seconds(20)) {
            try await server.metric("evergrant_reloads_total", "refused") > 0
        }
        try server.configure("")
        try await server.reload()

        // A reload that is overtaken by the end must not hold it up.
        for _ in 0..<10 { try server.send(SIGHUP) }
        try server.send(SIGTERM)
        #expect(try await server.ending().status == 0)
    }
}

extension LoneServer {
    /// Tells it to reload, and returns once that has an outcome.
    func reload(expecting outcome: String = "applied") async throws {
        let before = try await metric("evergrant_reloads_total", outcome)
        try send(SIGHUP)
        try await eventually("the reload is \(outcome)", within: .seconds(30)) {
            try await metric("evergrant_reloads_total", outcome) > before
        }
    }

    /// A number of its `/metrics`.
    func metric(_ name: String, _ outcome: String? = nil) async throws -> Double {
        let text = try await BlockingClient(port: operatorPort).get("/metrics").text
        let labels = "{region=\"lone\"" + (outcome.map { ",outcome=\"\($0)\"" } ?? "") + "} "
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + labels) }
        guard let value = line?.split(separator: " ").last.flatMap({ Double($0) }) else {
            throw LocalRegionsFailure.unexpectedAnswer("no \(name)\(labels) in \(text.prefix(5_000))")
        }
        return value
    }
}

extension ReloadStory {
    @Test("new certificates are presented to the next client, and a bad pair is refused while the old one stays")
    func takesCertificates() async throws {
        let folder = try TemporaryDirectory()
        let authority = try await LocalCertificateAuthority.create(in: folder.url)
        let files =
            "certificateChainFile: \(authority.chainFile.path), privateKeyFile: \(authority.privateKeyFile.path)"
        let port = try FreePort.claim()
        let server = try await LoneServer.start(
            cleartextPort: port, tls: "{ \(files) }")
        let before = try await presented(on: port)

        try await authority.renew()
        try await server.reload()
        let after = try await presented(on: port)
        try Data("no certificate".utf8).write(to: authority.chainFile)
        try await server.reload(expecting: "refused")

        #expect(before != after)
        #expect(try await presented(on: port) == after)
    }

    /// The certificate, as another project's client sees it.
    private func presented(on port: UInt16) async throws -> String {
        try await Command("sh", ["-c", "openssl s_client -connect 127.0.0.1:\(port) </dev/null | openssl x509"]).run()
            .text
    }
}
