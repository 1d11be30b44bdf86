import Bytes
import Cryptography
import Licensing
import Testing

@Suite("A packager known by its certificate")
struct CertificateCredentialTests {
    let site: SiteName
    let name = "spiffe://example.com/encoder-7"

    init() throws { site = try SiteName("acme") }

    @Test("the credential is found by the certificate's name and admits that name only")
    func admits() throws {
        let credential = try #require(PackagerCredential(certificateName: name, site: site))

        #expect(credential.id == PackagerCredential.id(ofCertificateName: name))
        #expect(credential.id.utf8.count == 2 * PackagerKey.idLength)
        #expect(credential.admits(certificateName: name))
        #expect(!credential.admits(certificateName: name + "0"))
        #expect(!PackagerCredential(try PackagerKey.generate(), site: site).admits(certificateName: name))
    }

    @Test("no API key opens it, not even one whose secret is the name")
    func noKey() throws {
        let name = String(repeating: "n", count: PackagerKey.secretLength)
        let credential = try #require(PackagerCredential(certificateName: name, site: site))
        let key = try PackagerKey("egk_\(credential.id)_\(Base64.url.encode(Array(name.utf8)))")

        #expect(key.id == credential.id)
        #expect(!credential.admits(key))
    }

    @Test("a name that no certificate can have is refused", arguments: ["", String(repeating: "a", count: 254)])
    func noName(name: String) {
        #expect(PackagerCredential(certificateName: name, site: site) == nil)
    }
}
