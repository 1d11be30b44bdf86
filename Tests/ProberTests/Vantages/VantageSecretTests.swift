import Daemon
import Foundation
import HTTPWire
import LocalRegions
import Testing

@testable import Prober

@Suite("Secret of the vantages")
struct VantageSecretTests {
    private let folder: TemporaryDirectory
    private var file: URL { folder.url.appending(path: "secret") }

    init() throws { folder = try TemporaryDirectory() }

    private func secret(_ text: String) throws -> VantageSecret {
        try Data(text.utf8).write(to: file)
        return try VantageSecret(file.path, for: "vantageSecretFile", environment: [:])
    }

    /// The fields of a request, as the server's parser makes them.
    private func fields(_ lines: String...) -> FieldSection {
        let session = HTTPSession(cleartext: WireLimits()) { _ in 0 }
        let head = ["GET / HTTP/1.1", "Host: a"] + lines + ["", ""]
        for event in session.receive(Array(head.joined(separator: "\r\n").utf8)) {
            if case .request(let request) = event { return request.head.fields }
        }
        Issue.record("no request")
        return FieldSection()
    }

    @Test("it is shown by the whole first line of the file and nothing else")
    func comparesWhole() throws {
        let secret = try secret("0123456789abcdef\nignored")

        #expect(secret.isShown(by: fields("Authorization: Bearer 0123456789abcdef")))
        #expect(secret.isShown(by: fields("Authorization: bearer 0123456789abcdef")))
        #expect(!secret.isShown(by: fields("Authorization: Bearer 0123456789abcdeF")))
        #expect(!secret.isShown(by: fields("Authorization: Bearer 0123456789abcde")))
        #expect(!secret.isShown(by: fields("Authorization: Bearer 0123456789abcdef0")))
        #expect(!secret.isShown(by: fields("Authorization: Bearer ")))
        #expect(!secret.isShown(by: fields("Authorization: Basic 0123456789abcdef")))
        #expect(!secret.isShown(by: fields()))
        let twice = fields("Authorization: Bearer x", "Authorization: Bearer 0123456789abcdef")
        #expect(!secret.isShown(by: twice))
    }

    @Test(
        "a file that holds no good secret is refused",
        arguments: ["", "\n", "short", "with a space inside it", "0123456789abcde\n", "0123456789abcdef\u{7F}"])
    func refuses(text: String) throws {
        #expect(throws: ConfigurationError.self) { try secret(text) }
    }
}
