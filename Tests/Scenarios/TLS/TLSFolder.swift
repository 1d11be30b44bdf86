import Foundation
import LocalRegions

/// Certificates and ticket keys of one story, in a folder of its own.
struct TLSFolder {
    let folder: TemporaryDirectory

    static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"]
    static let newRSAKey = ["-newkey", "rsa:2048", "-noenc"]

    init() async throws {
        folder = try TemporaryDirectory(prefix: "evergrant-tls")
        for name in ["authority", "packagers", "strangers"] { try await authority(name) }
        try await issue("server", "DNS:localhost,IP:127.0.0.1", by: "authority")
        try Data().write(to: folder.url.appending(path: "denied"))
    }

    func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private func authority(_ name: String) async throws {
        try await Command(
            "openssl",
            [
                "req", "-x509", "-days", "90", "-subj", "/CN=\(name)", "-keyout", path("\(name).key"), "-out",
                path("\(name).pem"),
            ]
                + Self.newKey + ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
        ).run()
    }

    /// - Parameter alternatives: As OpenSSL writes them: `DNS:localhost,URI:spiffe://example.com/a`.
    func issue(
        _ name: String, _ alternatives: String, by authority: String, usage: String = "serverAuth",
        key: [String] = newKey
    ) async throws {
        let extensions = [
            "subjectAltName=\(alternatives)", "basicConstraints=critical,CA:FALSE",
            "keyUsage=critical,digitalSignature", "extendedKeyUsage=\(usage)",
            "authorityInfoAccess=OCSP;URI:http://127.0.0.1:9/",
        ]
        try await Command(
            "openssl",
            [
                "req", "-x509", "-days", "90", "-subj", "/CN=\(name)", "-CA", path("\(authority).pem"), "-CAkey",
                path("\(authority).key"), "-keyout", path("\(name).key"), "-out", path("\(name).pem"),
            ] + key + extensions.flatMap { ["-addext", $0] }
        ).run()
    }

    /// Signs a certificate anew, as one that ended yesterday.
    func end(_ name: String, by authority: String) async throws {
        let (file, request) = (path("\(name).pem"), path("\(name).request"))
        let copying = ["-copy_extensions", "copyall"]
        try await Command(
            "openssl",
            ["x509", "-x509toreq", "-in", file, "-signkey", path("\(name).key"), "-out", request] + copying
        ).run()
        try await Command(
            "openssl",
            [
                "x509", "-req", "-in", request, "-days", "-1", "-CA", path("\(authority).pem"), "-CAkey",
                path("\(authority).key"), "-CAcreateserial", "-out", file,
            ] + copying
        ).run()
    }

    /// The `tls` section of a server.
    func section(_ more: String = "") -> String {
        "{ certificateChainFile: \(path("server.pem")), privateKeyFile: \(path("server.key"))\(more) }"
    }

    /// What `openssl s_client` says of one connection.
    ///
    /// - Parameter arguments: Parted by spaces; `@` before a word stands for this folder.
    func client(_ port: UInt16, _ arguments: String) async throws -> String {
        let words = arguments.split(separator: " ").map {
            $0.hasPrefix("@") ? path(String($0.dropFirst())) : String($0)
        }
        // A ticket of TLS 1.3 comes after the handshake, with the answer at the latest.
        let request = Data("GET /livez HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".utf8)
        let result = try await Command(
            "openssl",
            ["s_client", "-ign_eof", "-connect", "127.0.0.1:\(port)", "-CAfile", path("authority.pem")] + words
        ).result(input: request, within: .seconds(20))
        return String(decoding: result.output + result.errors, as: UTF8.self)
    }

    func rotateTicketKeys() async throws {
        try await Command(
            Evergrant.findBinary().path, ["ticket-keys", "rotate", path("tickets"), "--active-in", "0"]
        ).run()
    }
}
