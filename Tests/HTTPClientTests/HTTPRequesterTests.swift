import Cryptography
import HTTPClient
import HTTPServer
import HTTPWire
import Reactor
import TestSupport
import Testing

/// Against our own server, which others' clients test.
@Suite("Asking over HTTP")
struct HTTPRequesterTests {
    private let certificates: Certificates

    init() async throws { certificates = try await Certificates() }

    /// Answers with what was asked.
    private static let echo: AnsweringServer.Answer = { request in
        let (head, fields) = (request.head, request.head.fields)
        let target = head.query.map { "\(head.path)?\($0)" } ?? head.path
        return Response(
            status: 200,
            fields: [
                Field("echo-method", head.method.description), Field("echo-target", target),
                Field("echo-authority", head.authority ?? "-"), Field("echo-x", fields.first("x") ?? "-"),
                Field("echo-agent", fields.first("user-agent") ?? "-"),
                Field("echo-length", fields.first("content-length") ?? "-"),
            ], body: .bytes(request.body))
    }

    @Test(
        "a request arrives as it was made, and its answer too",
        arguments: [([.http2, .http1], .http2), ([.http1], .http11), ([], .http11)]
            as [([ApplicationProtocol], HTTPVersion)])
    func asksOverTLS(protocols: [ApplicationProtocol], version: HTTPVersion) async throws {
        let server = try await AnsweringServer(tls: certificates.server, answer: Self.echo)
        let asker = try Asker(trust: certificates.trust(protocols))
        let body = [UInt8]("a question".utf8)

        let response = try await asker.ask(
            "https://localhost:\(server.port)/default",
            ClientRequest(method: .post, path: "/v1/a?b=c", fields: [Field("X", "y")], body: body))

        #expect(response.status == 200)
        #expect(response.version == version)
        #expect(response.body == body)
        #expect(response.fields.first("echo-method") == "POST")
        #expect(response.fields.first("echo-target") == "/v1/a?b=c")
        #expect(response.fields.first("echo-authority") == "localhost:\(server.port)")
        #expect(response.fields.first("echo-x") == "y")
        #expect(response.fields.first("echo-length") == "10")
        #expect(await asker.leftovers == [0, 0])
    }

    @Test("the address's own path is asked for when the request names none")
    func asksOwnPath() async throws {
        let server = try await AnsweringServer(answer: Self.echo)

        let response = try await Asker().ask("http://127.0.0.1:\(server.port)/health?a=b")

        #expect(response.fields.first("echo-target") == "/health?a=b")
        #expect(response.fields.first("echo-length") == "-")
    }

    @Test("each part that took time is measured, and the others are nil")
    func measures() async throws {
        let secure = try await AnsweringServer(tls: certificates.server, answer: Self.echo)
        let plain = try await AnsweringServer(answer: Self.echo)
        let asker = try Asker(trust: certificates.trust)

        let named = try await asker.ask("https://localhost:\(secure.port)/").timings
        let numeric = try await asker.ask("http://127.0.0.1:\(plain.port)/").timings

        let parts = try [named.nameLookup, named.connect, named.tls, named.firstByte].map { try #require($0) }
        #expect(parts.allSatisfy { $0 > .zero })
        #expect(try #require(named.total) >= parts.reduce(.zero, +))
        #expect(numeric.nameLookup == nil)
        #expect(numeric.tls == nil)
        #expect(numeric.firstByte != nil)
    }

    @Test("a body of several megabytes passes both ways", arguments: [[.http2], [.http1]] as [[ApplicationProtocol]])
    func carriesLargeBodies(protocols: [ApplicationProtocol]) async throws {
        let server = try await AnsweringServer(tls: certificates.server, answer: Self.echo)
        let asker = try Asker(trust: certificates.trust(protocols), limits: ClientLimits(bodyBytesMax: 3_000_000))
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

        let response = try await asker.ask(
            "https://localhost:\(server.port)/", ClientRequest(method: .put, body: body))

        let isSame = response.body == body  // Not in `#expect`, which would look for three million differences.
        #expect(isSame, "\(response.status), \(response.body.count) bytes")
    }

    @Test(
        "an answer to HEAD, and one without content, have no body",
        arguments: [[.http2], [.http1]] as [[ApplicationProtocol]])
    func readsBodyless(protocols: [ApplicationProtocol]) async throws {
        let server = try await AnsweringServer(tls: certificates.server) { request in
            Response(status: request.head.path == "/none" ? 204 : 200, body: .bytes([1, 2, 3]))
        }
        let asker = try Asker(trust: certificates.trust(protocols))
        let base = "https://localhost:\(server.port)"

        let head = try await asker.ask(base, ClientRequest(method: .head))
        let none = try await asker.ask(base + "/none")

        #expect(head.body == [] && head.fields.first("content-length") == "3")
        #expect(none.status == 204 && none.body == [])
    }

    @Test("whatever the status is, it is an answer", arguments: [301, 404, 500, 503])
    func passesStatusOn(status: Int) async throws {
        let server = try await AnsweringServer { _ in Response(status: status) }

        #expect(try await Asker().ask("http://127.0.0.1:\(server.port)/").status == status)
    }

    @Test("a given address is connected to, and the name is still what the certificate must say")
    func connectsElsewhere() async throws {
        let server = try await AnsweringServer(tls: certificates.server, answer: Self.echo)
        let asker = try Asker(trust: certificates.trust)
        let address = try #require(SocketAddress(numeric: "127.0.0.1", port: server.port))

        let response = try await asker.ask("https://seoul.evergrant.test/", connectTo: address)

        #expect(response.fields.first("echo-authority") == "seoul.evergrant.test")
        #expect(response.timings.nameLookup == nil)
        await #expect(throws: HTTPClientFailure.self) {
            try await asker.ask("https://busan.evergrant.test/", connectTo: address)
        }
    }

    @Test("without TLS only this machine and its link are spoken to")
    func keepsCleartextHome() async throws {
        let failure = try await Asker().failure("http://192.0.2.1/")

        #expect(failure.cause == .unusable)
        #expect(failure.phase == .connect)
    }

    @Test(
        "what cannot be asked is not asked",
        arguments: [
            ClientRequest(path: "no-slash"), ClientRequest(path: "/a b"), ClientRequest(path: "/\r\nx: y"),
            ClientRequest(fields: [Field("x", "a\r\nb")]), ClientRequest(method: .other("G T")),
            ClientRequest(method: .other("")), ClientRequest(method: .connect),
        ])
    func refusesUnusable(request: ClientRequest) async throws {
        let failure = try await Asker().failure("http://127.0.0.1:1/", request)

        #expect(failure.cause == .unusable)
    }
}
