import Bytes
import Cryptography
import Testing

@Suite("Certificates by name")
struct ServerNameTests {
    let issued: IssuedCertificates

    init() throws { issued = try IssuedCertificates() }

    /// Whether a client that asks for `name` gets a certificate with that name.
    private func serves(_ name: String, _ certificates: [CertificateFiles]) throws -> Bool {
        let pair = try TLSPair(
            server: try TLSContext(certificates: certificates),
            client: try TLSClientContext(trustAnchorsFile: issued.authorityFile), to: name)
        do throws(TLSPair.Refusal) { try pair.handshake() } catch {
            guard case .peerNotTrusted = error.failure else { throw error }
            return false
        }
        return true
    }

    @Test("each name gets the certificate that has it, and a wildcard stands for one label")
    func names() throws {
        let certificates = [
            try issued.issue("first", "DNS:drm.example.com"),
            try issued.issue("second", "DNS:*.region.example.com,DNS:packager.example.com"),
            try issued.issue("third", "DNS:seoul.region.example.com"),
        ]
        for name in [
            "drm.example.com", "tokyo.region.example.com", "packager.example.com", "seoul.region.example.com",
            "DRM.example.com", "Tokyo.REGION.example.com",
        ] {
            #expect(try serves(name, certificates), "\(name)")
        }
        for name in ["a.tokyo.region.example.com", "region.example.com", "drm.example.org"] {
            #expect(try !serves(name, certificates), "\(name)")
        }
    }

    @Test(
        "an asterisk that is not the whole first label stands for nothing",
        arguments: ["*a.example.com", "a*.example.com", "b.*.example.com"])
    func partialWildcards(pattern: String) throws {
        let certificates = [
            try issued.issue("first", "DNS:drm.example.com"), try issued.issue("second", "DNS:\(pattern)"),
        ]
        #expect(try !serves(pattern.replacing("*", with: "c"), certificates))
    }

    @Test("of a P-256 and an RSA certificate for one name, each client gets the one it can check")
    func twoKeys() throws {
        let certificates = [
            try issued.issue("ec", "DNS:drm.example.com"),
            try issued.issue("rsa", "DNS:drm.example.com", key: IssuedCertificates.newRSAKey),
        ]
        let context = try TLSContext(certificates: certificates)
        // ECDHE-ECDSA-AES128-GCM-SHA256 and ECDHE-RSA-AES128-GCM-SHA256; each is spoken with its own certificate only.
        for (suite, algorithm) in [(0xC02B, 0x0403), (0xC02F, 0x0804)] as [(UInt16, UInt16)] {
            let server = TLSEnd(try TLSSession(accepting: context))
            let hello = ClientHello(version: 0x0303, cipherSuites: [suite], signatureAlgorithm: algorithm)
            server.receive(hello.record)
            #expect(try server.step() == .shakingHands)
        }
    }

    @Test("a server without a certificate, and one with an unreadable one, is none")
    func none() throws {
        #expect(throws: TLSFailure.self) { try TLSContext(certificates: []) }
        #expect(throws: TLSFailure.self) {
            try TLSContext(certificates: [
                try issued.issue("first", "DNS:drm.example.com"),
                CertificateFiles(chain: issued.path("nothing.pem"), privateKey: issued.path("first.key")),
            ])
        }
    }

    @Test("a certificate tells its names and its end")
    func facts() throws {
        let now = Timestamp(seconds: 1_700_000_000)
        let files = try issued.issue("first", "DNS:DRM.example.com,DNS:*.example.com,IP:127.0.0.1")
        let certificate = try ServerCertificate(files, at: now)

        #expect(certificate.names == ["drm.example.com", "*.example.com"])
        let end = try issued.openSSL.run("x509 -in first.pem -noout -enddate -dateopt iso_8601")
        let text = CivilDate(certificate.expiry).text.replacing("T", with: " ")
        #expect(String(decoding: end, as: UTF8.self) == "notAfter=\(text)\n")
    }
}
