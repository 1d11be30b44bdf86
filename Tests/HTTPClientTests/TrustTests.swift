import Cryptography
import HTTPClient
import HTTPServer
import Reactor
import TestSupport
import Testing

@Suite("Whom a requester believes")
struct TrustTests {
    private let certificates: Certificates

    init() async throws { certificates = try await Certificates() }

    private static let answer: AnsweringServer.Answer = { _ in Response(status: 200) }

    private func failure(of tls: TLSContext, _ host: String, _ trust: TLSClientContext?) async throws -> String {
        let server = try await AnsweringServer(tls: tls, answer: Self.answer)
        let asker = try Asker(trust: trust)
        let failure = try await asker.failure("https://\(host):\(server.port)/")
        #expect(failure.phase == .tls)
        #expect(failure.isSafeToRetry)
        #expect(server.requests.isEmpty)
        #expect(await asker.leftovers == [0, 0])
        return "\(failure.cause.rawValue): \(failure.reason)"
    }

    @Test("a stranger's certificate is not believed")
    func refusesStranger() async throws {
        let stranger = try await Certificates()

        let failure = try await failure(of: stranger.server, "localhost", certificates.trust)

        #expect(failure.hasPrefix("untrusted: the peer is not trusted"))
    }

    @Test("an expired certificate is not believed")
    func refusesExpired() async throws {
        let failure = try await failure(of: certificates.expired(), "localhost", certificates.trust)

        #expect(failure == "untrusted: the peer is not trusted: certificate has expired")
    }

    @Test("a certificate that names another host is not believed", arguments: ["ip6-localhost", "127.0.0.2"])
    func refusesOtherName(host: String) async throws {
        let server = try await AnsweringServer(on: "127.0.0.2", tls: certificates.server, answer: Self.answer)
        let asker = try Asker(trust: certificates.trust)
        let address = try #require(SocketAddress(numeric: "127.0.0.2", port: server.port))

        let failure = await #expect(throws: HTTPClientFailure.self) {
            try await asker.ask("https://\(host)/", connectTo: address)
        }

        #expect(failure?.cause == .untrusted)
        #expect(failure?.phase == .tls)
    }

    @Test("without anybody to trust there is no https")
    func refusesWithoutTrust() async throws {
        #expect(try await failure(of: certificates.server, "localhost", nil).hasPrefix("unusable"))
    }

    @Test("a server without TLS where TLS is expected is not spoken to")
    func refusesCleartext() async throws {
        let server = try await AnsweringServer(answer: Self.answer)

        let failure = try await Asker(trust: certificates.trust).failure("https://localhost:\(server.port)/")

        #expect(failure.phase == .tls)
        #expect(server.requests.isEmpty)
    }
}
