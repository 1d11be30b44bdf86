import Bytes
import Foundation
import LocalRegions
import Mail
import Reactor
import TestSupport
import Testing

/// Mail to a server that others wrote.
@Suite("Real mail server", .enabled(if: TestPeers.areInstalled, "\(TestPeers.advice)"))
struct RealMailServerTests {
    /// A server and what a relay towards it looks like.
    private struct Stage {
        let server: TestPeer
        let anchor: String

        static func set(_ mode: String, login: [String] = []) async throws -> Stage {
            let folder = try TemporaryDirectory(prefix: "evergrant-mail")
            let authority = try await LocalCertificateAuthority.create(in: folder.url)
            let server = try await TestPeer.start(script: "mail_server.py", in: folder) { port, folder in
                ["\(port)", folder, mode] + login
            }
            return Stage(server: server, anchor: authority.anchorFile.path)
        }

        func relay(
            _ encryption: MailRelay.Encryption, host: String = "127.0.0.1", trusting anchor: String? = nil,
            password: String? = nil
        ) -> MailRelay {
            MailRelay(
                host: host, port: server.port, encryption: encryption, trustAnchorsFile: anchor ?? self.anchor,
                login: password.map { MailRelay.Login(user: "prober", password: Secret(copying: Array($0.utf8))) })
        }

        var mail: [[String: Any]] { get throws { try server.lines(of: "mail.jsonl") } }
    }

    private func message(to recipients: [String] = ["operator@example.com"], text: String = "One.\n.\n..\nTwo.\n")
        throws
        -> MailMessage
    {
        MailMessage(
            from: try #require(MailAddress("evergrant@example.com")),
            to: try recipients.map { try #require(MailAddress($0)) }, subject: "서울 fails", text: text,
            id: "0af3", at: Timestamp(seconds: 1_440_938_160))
    }

    private func send(
        _ message: MailMessage, _ relay: MailRelay, within deadline: Duration = .seconds(20)
    ) async throws {
        let loop = try EventLoop.start(named: "mail-test")
        defer { loop.stop() }
        try await Self.send(message, relay, deadline, on: loop)
    }

    private static func send(
        _ message: MailMessage, _ relay: MailRelay, _ deadline: Duration, on loop: isolated EventLoop
    ) async throws {
        try await Mailer(relay: relay).send(message, within: deadline, on: loop)
    }

    @Test(
        "a message arrives over STARTTLS and over TLS, dots and all", arguments: [MailRelay.Encryption.startTLS, .tls])
    func arrives(encryption: MailRelay.Encryption) async throws {
        let stage = try await Stage.set(encryption.rawValue)

        try await send(try message(to: ["a@example.com", "b@example.com"]), stage.relay(encryption))

        let mail = try stage.mail
        let content = try #require(mail.first?["content"] as? String)
        #expect(mail.count == 1)
        #expect(mail.first?["to"] as? [String] == ["a@example.com", "b@example.com"])
        #expect(mail.first?["from"] as? String == "evergrant@example.com")
        #expect(mail.first?["isEncrypted"] as? Bool == true)
        #expect(content.contains("Message-ID: <0af3@example.com>\r\n"))
        #expect(content.hasSuffix("\r\n\r\nOne.\r\n.\r\n..\r\nTwo.\r\n"))
    }

    @Test("user and password open a server that wants them, and a wrong password is refused for good")
    func logsIn() async throws {
        let stage = try await Stage.set("starttls", login: ["prober", "open sesame"])

        try await send(try message(), stage.relay(.startTLS, password: "open sesame"))
        let failure = await #expect(throws: MailFailure.self) {
            try await send(try message(), stage.relay(.startTLS, password: "wrong"))
        }

        #expect(try stage.mail.map { $0["login"] as? String } == ["prober"])
        #expect(failure?.isWorthRetrying == false, "\(String(describing: failure))")
        #expect(failure.map { "\($0)".contains("wrong") } == false)
    }

    @Test("nothing is sent to a server without a certificate that we trust")
    func verifies() async throws {
        let stage = try await Stage.set("starttls")
        let stranger = try await Stage.set("none")

        for relay in [
            stage.relay(.startTLS, trusting: stranger.anchor), stage.relay(.startTLS, host: "127.0.0.2"),
            stranger.relay(.startTLS),
        ] {
            let failure = await #expect(throws: MailFailure.self) { try await send(try message(), relay) }
            #expect(failure?.isWorthRetrying == true, "\(String(describing: failure))")
        }

        #expect(try stage.mail.isEmpty && stranger.mail.isEmpty)
    }

    @Test("a refusal that passes may be tried again, and one that stays may not")
    func tellsRefusalsApart() async throws {
        let stage = try await Stage.set("none")
        let relay = stage.relay(.none)

        let later = await #expect(throws: MailFailure.self) {
            try await send(try message(to: ["later@example.com"]), relay)
        }
        try await send(try message(to: ["later@example.com"]), relay)
        let never = await #expect(throws: MailFailure.self) {
            try await send(try message(to: ["never@example.com"]), relay)
        }

        #expect(later?.isWorthRetrying == true, "\(String(describing: later))")
        #expect(never?.isWorthRetrying == false, "\(String(describing: never))")
        #expect(try stage.mail.count == 1)
    }

    @Test("a server that never answers costs the deadline and not more")
    func givesUp() async throws {
        let silent = try SilentListener()
        let relay = MailRelay(
            host: "127.0.0.1", port: silent.port, encryption: .startTLS, trustAnchorsFile: nil, login: nil)
        let start = EventLoop.monotonicNow()

        let failure = await #expect(throws: MailFailure.self) {
            try await send(try message(), relay, within: .milliseconds(300))
        }

        #expect(EventLoop.monotonicNow() - start < .seconds(5))
        #expect(failure?.isWorthRetrying == true)
    }
}
