import Foundation
import LocalRegions
import Testing

@Suite("Local certificate authority")
struct LocalCertificateAuthorityTests {
    @Test(
        "its certificate stands for this machine's names and for no other",
        arguments: [
            ("localhost", true), ("seoul.localhost", true), ("tokyo.localhost", true), ("example.com", false),
        ])
    func namesThisMachine(name: String, isTrusted: Bool) async throws {
        let folder = try TemporaryDirectory()
        let authority = try await LocalCertificateAuthority.create(in: folder.url)

        let verification = try await Command(
            "openssl",
            [
                "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", name, "-CAfile",
                authority.anchorFile.path, authority.chainFile.path,
            ]
        ).result()

        #expect((verification.status == 0) == isTrusted, "\(verification.errorText)")
    }
}
