import Cryptography
import Foundation
import HTTPServer
import LocalRegions
import TestSupport
import Testing

/// A client that others wrote, over TLS and HTTP/2.
@Suite("curl")
struct CurlTests {
    private let folder: TemporaryDirectory
    private let authority: LocalCertificateAuthority

    init() async throws {
        folder = try TemporaryDirectory()
        authority = try await LocalCertificateAuthority.create(in: folder.url)
    }

    private func secureServer() async throws -> TestServer {
        let tls = try TLSContext(
            certificateChainFile: authority.chainFile.path, privateKeyFile: authority.privateKeyFile.path)
        return try await TestServer(tls: tls)
    }

    private func curl(_ arguments: [String]) async throws -> CommandResult {
        let all = ["--silent", "--show-error", "--max-time", "20", "--cacert", authority.anchorFile.path] + arguments
        return try await Command("curl", all).run()
    }

    @Test("TLS agrees on the version that the client wants", arguments: [("--http2", "2"), ("--http1.1", "1.1")])
    func negotiates(option: String, version: String) async throws {
        let server = try await secureServer()

        let result = try await curl([
            option, "--write-out", " %{http_version}", "https://localhost:\(server.port)/secure",
        ])

        #expect(result.text == "true \(version)")
    }

    @Test(
        "a streamed answer of several pieces arrives whole over TLS", arguments: ["--http2", "--http1.1"])
    func streamsOverTLS(option: String) async throws {
        let server = try await secureServer()

        let result = try await curl([option, "https://localhost:\(server.port)/stream?pieces=40"])

        #expect(result.output == Self.stream(40))
    }

    @Test("a streamed answer arrives whole over HTTP/2 without TLS")
    func streamsOverCleartextHTTP2() async throws {
        let server = try await TestServer()

        let result = try await curl([
            "--http2-prior-knowledge", "http://127.0.0.1:\(server.port)/stream?pieces=40",
        ])

        #expect(result.output == Self.stream(40))
    }

    @Test("a large body arrives whole", arguments: ["--http2", "--http1.1"])
    func uploads(option: String) async throws {
        let server = try await secureServer()
        let file = folder.url.appending(path: "body")
        let body = Data((0..<900_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try body.write(to: file)

        let result = try await curl([
            option, "--data-binary", "@\(file.path)", "https://localhost:\(server.port)/echo",
        ])

        #expect(result.output == body)
    }

    @Test("requests on one HTTP/2 connection do not wait for a slow one")
    func multiplexes() async throws {
        let server = try await secureServer()
        let base = "https://localhost:\(server.port)"

        async let slow = curl(["--http2", "\(base)/slow"])
        await server.script.slowHasArrived.wait()
        let fast = try await curl(["--http2", "--parallel", "\(base)/fast", "\(base)/fast"])
        server.script.slowMayAnswer.open()

        #expect(fast.text == "fastfast")
        #expect(try await slow.text == "slow")
    }

    @Test("a body over its route's limit is refused with 413")
    func refusesLargeBody() async throws {
        let server = try await secureServer()

        let result = try await curl([
            "--http1.1", "--data", String(repeating: "a", count: 100_000), "--write-out", " %{http_code}",
            "https://localhost:\(server.port)/small",
        ])

        #expect(result.text.hasSuffix(" 413"), "\(result.text)")
        #expect(result.text.contains("/problems/body-too-large"))
    }

    @Test(
        "garbage instead of a TLS greeting closes the connection, and the next client is served",
        arguments: [
            Array("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n".utf8), [UInt8](repeating: 0xFF, count: 4096),
            [0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x00], [0x80, 0x01],
        ])
    func survivesGarbage(bytes: [UInt8]) async throws {
        let server = try await secureServer()
        let client = try server.client()

        try await client.send(bytes)
        await client.finishWriting()
        while let more = try? await client.receive(), !more.isEmpty {}
        let result = try await curl(["https://localhost:\(server.port)/fast"])

        #expect(result.text == "fast")
        try await eventually("the connection ends", within: .seconds(20), every: .milliseconds(2)) {
            await server.connectionCount == 0
        }
    }

    @Test("a request in one flight with the end of TLS is answered")
    func answersBeforeEnd() async throws {
        let server = try await secureServer()
        let client = try await SecureClient.connect(
            server.client(), trusting: authority.anchorFile.path, over: .http1)

        try await client.send(Array("GET /fast HTTP/1.1\r\nhost: localhost\r\n\r\n".utf8), ending: true)

        let answer = try await client.receiveToEnd()
        #expect(String(decoding: answer, as: UTF8.self).hasSuffix("fast"))
    }

    @Test("who says nothing during the handshake is closed")
    func closesSilentHandshake() async throws {
        var limits = ServerLimits()
        limits.handshake = .milliseconds(30)
        let tls = try TLSContext(
            certificateChainFile: authority.chainFile.path, privateKeyFile: authority.privateKeyFile.path)
        let server = try await TestServer(limits, tls: tls)
        let client = try server.client()

        #expect(try await client.receiveToEnd() == [])
    }

    private static func stream(_ count: Int) -> Data {
        Data((0..<count).flatMap { [UInt8](repeating: UInt8($0), count: ScriptedResponder.pieceBytes) })
    }
}
