import Foundation
import LocalRegions
import Testing

@Suite("A secure listener", .serialized, .timeLimit(.minutes(4)))
struct SecureListenerStory {
    @Test("a session begun at one server is resumed at another that has the same ticket keys, also after a rotation")
    func resumesElsewhere() async throws {
        let files = try await TLSFolder()
        try await files.rotateTicketKeys()
        let shared = ", ticketKeyFile: \(files.path("tickets"))"
        let seoul = try await SecureServer.start(files.section(shared))
        let tokyo = try await SecureServer.start(files.section(shared))
        let stranger = try await SecureServer.start(files.section())
        for version in ["-tls1_2", "-tls1_3"] {
            #expect(try await files.client(seoul.port, "\(version) -sess_out @session").contains("\nNew, "))
            #expect(try await files.client(tokyo.port, "\(version) -sess_in @session").contains("\nReused, "))
            #expect(try await files.client(stranger.port, "\(version) -sess_in @session").contains("\nNew, "))
        }

        try await files.rotateTicketKeys()
        _ = try await files.client(seoul.port, "-tls1_3 -sess_out @old")
        try await eventually("both servers have read the new key", within: .seconds(30), every: .seconds(1)) {
            readAgain(seoul) && readAgain(tokyo)
        }

        for version in ["-tls1_2", "-tls1_3"] {
            _ = try await files.client(seoul.port, "\(version) -sess_out @session")
            #expect(try await files.client(tokyo.port, "\(version) -sess_in @session").contains("\nReused, "))
        }
        #expect(try await files.client(tokyo.port, "-tls1_3 -sess_in @old").contains("\nReused, "))
    }

    @Test("a renewed certificate is shown to the next client, a bad one to nobody, and connections live on")
    func renews() async throws {
        let files = try await TLSFolder()
        let server = try await SecureServer.start(files.section())
        #expect(try await files.client(server.port, "-tls1_3").contains("CN = server"))
        let url = "https://localhost:\(server.port)/livez"
        // Two requests over one connection, the certificate changing between them.
        let slow = Task {
            try await Command(
                "curl",
                [
                    "--silent", "--cacert", files.path("authority.pem"), "--rate", "2/m", "--write-out",
                    "%{num_connects} ", url, url,
                ]
            ).run(within: .seconds(60)).text
        }
        try await files.issue("renewed", "DNS:localhost,IP:127.0.0.1", by: "authority")
        try FileManager.default.removeItem(atPath: files.path("server.key"))
        try Data("no certificate\n".utf8).write(to: URL(fileURLWithPath: files.path("server.pem")))
        try await eventually("the bad file is refused", within: .seconds(30), every: .seconds(1)) {
            server.log.contains("a bad file is not used")
        }
        #expect(try await files.client(server.port, "-tls1_3").contains("CN = server"))

        for kind in ["pem", "key"] {
            try? FileManager.default.removeItem(atPath: files.path("server.\(kind)"))
            try FileManager.default.copyItem(
                atPath: files.path("renewed.\(kind)"), toPath: files.path("server.\(kind)"))
        }

        try await eventually("the new certificate is shown", within: .seconds(30), every: .seconds(1)) {
            try await files.client(server.port, "-tls1_3").contains("CN = renewed")
        }
        let answers = try await slow.value
        #expect(answers == "alive\n1 alive\n0 ", "\(answers)")
        let metrics = try await server.metrics()
        #expect(
            metrics.contains(
                "evergrant_certificate_expiry_seconds{region=\"lone\",listener=\"listeners.cleartext.tls\""))
    }

    @Test("a packager's certificate is believed, and a wrong one fails in the handshake with its reason")
    func judgesClients() async throws {
        let files = try await TLSFolder()
        let name = "URI:spiffe://example.com/packager"
        try await files.issue("good", name, by: "packagers", usage: "clientAuth")
        try await files.issue("denied", name, by: "packagers", usage: "clientAuth")
        try await files.issue("server-only", name, by: "packagers")
        try await files.issue("foreign", name, by: "strangers", usage: "clientAuth")
        try await files.issue("nameless", "IP:127.0.0.1", by: "packagers", usage: "clientAuth")
        try await files.issue("past", name, by: "packagers", usage: "clientAuth")
        try await files.end("past", by: "packagers")
        let serial = try await Command("openssl", ["x509", "-in", files.path("denied.pem"), "-noout", "-serial"]).run()
        try serial.output.write(to: URL(fileURLWithPath: files.path("denied")))
        let clients =
            ", clientAuthentication: { caFile: \(files.path("packagers.pem")), mode: required, "
            + "denyListFile: \(files.path("denied")) }"
        let server = try await SecureServer.start(files.section(clients))

        let reasons: KeyValuePairs = [
            "denied": "alert certificate revoked", "server-only": "alert unsupported certificate",
            "foreign": "alert unknown ca", "nameless": "alert handshake failure", "past": "alert certificate expired",
        ]
        for version in ["-tls1_2", "-tls1_3"] {
            let welcome = try await files.client(server.port, "\(version) -cert @good.pem -key @good.key")
            #expect(welcome.contains("HTTP/1.1 200"), "\(welcome)")
            for (client, reason) in reasons {
                let said = try await files.client(server.port, "\(version) -cert @\(client).pem -key @\(client).key")
                #expect(said.contains(reason), "\(client) \(version): \(said)")
                #expect(!said.contains("HTTP/1.1"), "\(client)")
            }
            let none = try await files.client(server.port, version)
            #expect(none.contains("alert certificate required") || none.contains("alert handshake failure"), "\(none)")
        }
    }

    @Test("Mozilla's intermediate profile is kept, as sslyze sees it, with a P-256 and an RSA certificate")
    func keepsProfile() async throws {
        let files = try await TLSFolder()
        try await files.issue("rsa", "DNS:localhost,IP:127.0.0.1", by: "authority", key: TLSFolder.newRSAKey)
        let second =
            ", certificates: [{ certificateChainFile: \(files.path("rsa.pem")),"
            + " privateKeyFile: \(files.path("rsa.key")) }]"
        let server = try await SecureServer.start(files.section(second))
        let scanner = ToolFolder.url.appending(path: "tls-scanner/bin/sslyze").path

        let report = try await Command(
            scanner,
            [
                "--mozilla_config", "intermediate", "--certinfo_ca_file", files.path("authority.pem"),
                "localhost:\(server.port)",
            ]
        ).result(within: .seconds(120)).text

        #expect(report.contains("OK - Compliant"), "\(report.suffix(800))")
        #expect(report.contains("Supported curves:                  X25519, secp256r1, secp384r1\n"))
        let renegotiation = try await Command(
            "sh", ["-c", "(echo R; sleep 1) | openssl s_client -tls1_2 -connect 127.0.0.1:\(server.port) 2>&1"]
        ).result(within: .seconds(20)).text
        #expect(renegotiation.contains("no renegotiation"), "\(renegotiation)")
    }

    private func readAgain(_ server: SecureServer) -> Bool {
        server.log.contains("certificates and keys were read again")
    }
}
