import Foundation
import LocalRegions
import Testing

@Suite("Local certificate authority")
struct LocalCertificateAuthorityTests {
    @Test(
        "its certificate stands for this machine's names and for no other",
        arguments: [
            ("localhost", true), ("license.evergrant.test", true), ("seoul.evergrant.test", true),
            ("tokyo.evergrant.test", true), ("example.com", false),
        ])
    func namesThisMachine(name: String, isTrusted: Bool) async throws {
        #expect(try await verification(of: ["-verify_hostname", name]) == isTrusted)
    }

    @Test(
        "it stands for the addresses of both regions and for no other",
        arguments: [("127.0.0.1", true), ("127.0.0.11", true), ("127.0.0.12", true), ("127.0.0.13", false)])
    func namesBothRegions(address: String, isTrusted: Bool) async throws {
        #expect(try await verification(of: ["-verify_ip", address]) == isTrusted)
    }

    private func verification(of whom: [String]) async throws -> Bool {
        let folder = try TemporaryDirectory()
        let authority = try await LocalCertificateAuthority.create(in: folder.url)

        let verification = try await Command(
            "openssl",
            [
                "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", authority.anchorFile.path,
            ] + whom + [authority.chainFile.path]
        ).result()
        return verification.status == 0
    }
}
