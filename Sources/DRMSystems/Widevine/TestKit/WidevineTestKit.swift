package import Bytes
package import Cryptography

/// A root of our own, and what hangs from it: devices and a service certificate, for tests and for integrators.
///
/// Everything it makes bears `WidevineTestMark`, and no provider takes it unless told so.
package struct WidevineTestKit: Sendable {
    package static let providerID = "test.evergrant.invalid"
    package static let systemID: UInt64 = 0x7FFF_0001

    package let root: RSAPrivateKey
    /// When what it makes was made.
    package let now: Timestamp

    /// - Parameter rootBits: 3,072 in Widevine's own case; tests take fewer.
    package init(rootBits: Int = 3_072, at now: Timestamp) throws(CryptographyFailure) {
        root = try RSAPrivateKey.generate(bits: rootBits, exponent: WidevineTestMark.exponent)
        self.now = now
    }

    package init(root: RSAPrivateKey, at now: Timestamp) {
        self.root = root
        self.now = now
    }

    /// The certificate that clients encrypt to, and its key in PEM.
    package func service(
        expiresAt: UInt64 = 0, digest: DigestAlgorithm = .sha1
    ) throws(CryptographyFailure) -> WidevineServiceFiles {
        let key = try RSAPrivateKey.generate(bits: 2_048)
        let certificate = WidevineCertificate(
            .service, serial: try Self.serial(), createdAt: seconds, publicKey: try key.publicKey.pkcs1,
            providerID: Array(Self.providerID.utf8), expiresAt: expiresAt)
        let signed = try WidevineSignedCertificate(certificate, by: root, digest: digest)
        return WidevineServiceFiles(certificate: signed.bytes, key: try key.pem)
    }

    /// A model, which signs its devices.
    package func model(
        systemID: UInt64 = Self.systemID, expiresAt: UInt64 = 0, digest: DigestAlgorithm = .sha1
    ) throws(CryptographyFailure) -> WidevineTestModel {
        let key = try RSAPrivateKey.generate(bits: 2_048)
        let certificate = WidevineCertificate(
            .deviceModel, serial: try Self.serial(), createdAt: seconds, publicKey: try key.publicKey.pkcs1,
            systemID: systemID, expiresAt: expiresAt)
        return WidevineTestModel(
            certificate: try WidevineSignedCertificate(certificate, by: root, digest: digest), key: key,
            systemID: systemID, createdAt: seconds)
    }

    private var seconds: UInt64 { UInt64(clamping: now.seconds) }

    static func serial() throws(CryptographyFailure) -> [UInt8] {
        try WidevineTestMark.serialPrefix + Random.bytes(16 - WidevineTestMark.serialPrefix.count)
    }
}

/// A model of devices that the test kit made.
package struct WidevineTestModel: Sendable {
    package let certificate: WidevineSignedCertificate
    package let key: RSAPrivateKey
    package let systemID: UInt64
    package let createdAt: UInt64

    package init(certificate: WidevineSignedCertificate, key: RSAPrivateKey, systemID: UInt64, createdAt: UInt64) {
        self.certificate = certificate
        self.key = key
        self.systemID = systemID
        self.createdAt = createdAt
    }

    /// One device of the model.
    package func device(expiresAt: UInt64 = 0) throws(CryptographyFailure) -> WidevineTestDevice {
        let key = try RSAPrivateKey.generate(bits: 2_048)
        let certificate = WidevineCertificate(
            .device, serial: try WidevineTestKit.serial(), createdAt: createdAt, publicKey: try key.publicKey.pkcs1,
            systemID: systemID, expiresAt: expiresAt)
        return WidevineTestDevice(
            certificate: try WidevineSignedCertificate(certificate, by: self.key, signer: self.certificate), key: key)
    }
}
