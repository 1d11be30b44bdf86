import Cryptography
import Foundation
import HTTPClient
import HTTPWire
import LocalRegions
import Reactor
import TestSupport
import Testing

/// A requester on a loop of its own.
final class Asker: Sendable {
    static let patient = ClientDeadlines(connect: .seconds(20), status: .seconds(20), total: .seconds(20))

    private let loop: EventLoop
    private let requester: HTTPRequester

    init(trust: TLSClientContext? = nil, limits: ClientLimits = ClientLimits()) throws {
        loop = try EventLoop.start(named: "test-asker")
        requester = HTTPRequester(trust: trust, resolver: NameResolver(), limits: limits)
    }

    deinit { loop.stop() }

    func ask(
        _ url: String, _ request: ClientRequest = ClientRequest(), connectTo: SocketAddress? = nil,
        within deadlines: ClientDeadlines = patient
    ) async throws -> ClientResponse {
        var address = try HTTPAddress(parsing: url)
        address.connectTo = connectTo
        return try await requester.send(request, to: address, deadlines: deadlines, on: loop)
    }

    /// What came of a request that is meant to fail.
    func failure(
        _ url: String, _ request: ClientRequest = ClientRequest(), within deadlines: ClientDeadlines = patient
    ) async throws -> HTTPClientFailure {
        let failure = await #expect(throws: HTTPClientFailure.self) {
            try await ask(url, request, within: deadlines)
        }
        return try #require(failure)
    }

    /// Descriptors and timers that requests have left behind.
    var leftovers: [Int] {
        get async {
            let load = await loop.load
            return [load.watches, load.timers]
        }
    }
}

/// An authority for the whole run, and certificates that only a fool would believe.
struct Certificates {
    let folder: TemporaryDirectory
    let authority: LocalCertificateAuthority

    init() async throws {
        folder = try TemporaryDirectory()
        authority = try await LocalCertificateAuthority.create(in: folder.url)
    }

    var trust: TLSClientContext {
        get throws { try trust([.http2, .http1]) }
    }

    func trust(_ protocols: [ApplicationProtocol]) throws -> TLSClientContext {
        try TLSClientContext(trustAnchorsFile: authority.anchorFile.path, protocols: protocols)
    }

    /// What our servers show.
    var server: TLSContext {
        get throws {
            try TLSContext(
                certificateChainFile: authority.chainFile.path, privateKeyFile: authority.privateKeyFile.path)
        }
    }

    /// A certificate of the same authority for localhost that ended yesterday.
    func expired() async throws -> TLSContext {
        let (key, order) = (folder.url.appending(path: "expired.key"), folder.url.appending(path: "expired.csr"))
        let certificate = folder.url.appending(path: "expired.pem")
        let extensions = folder.url.appending(path: "expired.ext")
        try "subjectAltName=DNS:localhost".write(to: extensions, atomically: true, encoding: .utf8)
        try await Command(
            "openssl",
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-keyout", key.path,
                "-out", order.path, "-subj", "/CN=localhost",
            ]
        ).run()
        let anchorKey = authority.anchorFile.deletingLastPathComponent().appending(path: "ca.key")
        try await Command(
            "openssl",
            [
                "x509", "-req", "-in", order.path, "-CA", authority.anchorFile.path, "-CAkey", anchorKey.path, "-days",
                "-1", "-extfile", extensions.path, "-out", certificate.path,
            ]
        ).run()
        return try TLSContext(certificateChainFile: certificate.path, privateKeyFile: key.path)
    }
}
