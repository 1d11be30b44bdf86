import Bytes
import Cryptography
import DRMSystems
import TestSupport
import Testing

@Suite("FairPlay provider")
struct FairPlayProviderTests {
    private func certificate(_ version: FairPlayPlayer.Version = .one) throws -> FairPlayCertificate {
        let credential = try FairPlayScene.credential(for: version)
        return try FairPlayCertificate(der: credential.certificate, key: credential.key)
    }

    @Test("a private key of another certificate is refused")
    func refusesForeignKey() throws {
        let (one, two) = (try FairPlayScene.credential(for: .one), try FairPlayScene.credential(for: .two))
        #expect(throws: FairPlayCertificateFailure.foreignKey) {
            try FairPlayCertificate(der: one.certificate, key: two.key)
        }
    }

    @Test("a key of a length that no SPC is made for is refused, though its certificate is the right one")
    func refusesOtherLengths() throws {
        let credential = try FairPlayCredential(bits: 3_072)
        #expect(throws: FairPlayCertificateFailure.keyLength) {
            try FairPlayCertificate(der: credential.certificate, key: credential.key)
        }
    }

    @Test("no certificate, one twice, and too many are refused")
    func boundsCertificates() throws {
        let certificate = try certificate()
        #expect(throws: FairPlayCertificateFailure.none) {
            try FairPlayProvider(certificates: [], deviceKeys: .helper)
        }
        #expect(throws: FairPlayCertificateFailure.repeated) {
            try FairPlayProvider(certificates: [certificate, certificate], deviceKeys: .helper)
        }
        #expect(throws: FairPlayCertificateFailure.tooMany(limit: 16)) {
            try FairPlayProvider(certificates: Array(repeating: certificate, count: 17), deviceKeys: .helper)
        }
    }

    @Test("a fixed device key has 16 bytes", arguments: [0, 15, 17, 32])
    func boundsFixedKey(count: Int) throws {
        let certificate = try certificate()
        #expect(throws: FairPlayCertificateFailure.deviceKeyLength) {
            try FairPlayProvider(
                certificates: [certificate], deviceKeys: .fixed(Secret(copying: [UInt8](repeating: 1, count: count))))
        }
    }
}
