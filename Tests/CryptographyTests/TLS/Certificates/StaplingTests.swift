import Bytes
import Cryptography
import Foundation
import Testing

@Suite("OCSP stapling")
struct StaplingTests {
    let issued: IssuedCertificates
    let now = Timestamp(seconds: Int64(Date.now.timeIntervalSince1970))

    init() throws {
        issued = try IssuedCertificates()
        try issued.issue("server", "DNS:drm.example.com", serial: 4096)
    }

    /// What `openssl ocsp` answers about a serial number: `V` is good, `R` revoked.
    private func respond(_ status: String, serial: String = "1000", _ options: String = "-ndays 1") throws {
        let revoked = status == "R" ? "250101000000Z" : ""
        let line = "\(status)\t301231235959Z\t\(revoked)\t\(serial)\tunknown\t/CN=server\n"
        try Data(line.utf8).write(to: URL(fileURLWithPath: issued.path("index")))
        try issued.openSSL.run(
            "ocsp -index index -rsigner authority.pem -rkey authority.key -CA authority.pem -issuer authority.pem"
                + " -serial 0x\(serial) -respout response.der -no_nonce \(options)")
    }

    private func complaint(at moment: Timestamp? = nil) throws -> String? {
        let files = CertificateFiles(
            chain: issued.path("server.pem"), privateKey: issued.path("server.key"),
            ocspResponse: issued.path("response.der"))
        return try ServerCertificate(files, at: moment ?? now).complaint
    }

    @Test("a good response is stapled until its time is over")
    func good() throws {
        try respond("V")

        #expect(try complaint() == nil)
        #expect(try complaint(at: now + .seconds(2 * 86400))?.contains("expired") == true)
        #expect(try complaint(at: now - .seconds(86400))?.contains("expired, or not valid yet") == true)
    }

    @Test(
        "a response that says other than good, or speaks of another, is not stapled, and the certificate is used"
    )
    func bad() throws {
        try respond("R")
        #expect(try complaint()?.contains("does not say that the certificate is good") == true)
        try respond("V", serial: "1001")
        #expect(try complaint()?.contains("another certificate") == true)
        try Data("no response".utf8).write(to: URL(fileURLWithPath: issued.path("response.der")))
        #expect(try complaint()?.contains("no OCSP response") == true)
        try FileManager.default.removeItem(atPath: issued.path("response.der"))
        #expect(try complaint()?.contains("cannot be read") == true)
    }
}
