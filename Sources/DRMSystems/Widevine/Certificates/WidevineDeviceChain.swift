internal import Bytes
internal import Cryptography
internal import Licensing

/// A device's certificate and its model's, whose signatures lead to the configured root.
///
/// Made only from a chain that verifies. Whether it has expired or was revoked is asked separately, once it is known
/// that the device itself is asking.
struct WidevineDeviceChain: Sendable {
    let device: WidevineCertificate
    let model: WidevineCertificate
    let systemID: UInt64
    /// Checks what the device signs.
    let signingKey: RSAPublicKey
    /// What the device can open: the same key, unless the certificate names another.
    let encryptionKey: RSAPublicKey

    /// - Parameters:
    ///   - token: The signed certificate of the device, with its signer's inside.
    ///   - root: The RSAPublicKey in DER that the model's certificate must be signed by.
    init(
        verifying token: [UInt8], by root: [UInt8], counting checks: inout WidevineSignatureChecks
    ) throws(WidevineRefusal) {
        let chain = try Self.read(token)
        (device, model) = (chain.device, chain.model)
        guard device.kind == .device, model.kind == .deviceModel, let systemID = device.systemID,
            systemID == model.systemID, DRMSystemsLimits.widevineSerialBytes ~= device.serial.count
        else { throw .untrustedDevice }
        self.systemID = systemID
        guard device.algorithm == WidevineCertificate.rsa, device.encryptionAlgorithm == WidevineCertificate.rsa else {
            throw .unsupported(.elliptic)
        }
        try Self.require(chain.issuer, signedBy: root, &checks)
        try Self.require(chain.leaf, signedBy: model.publicKey, &checks)
        signingKey = try Self.key(device.publicKey)
        encryptionKey = if let key = device.encryptionKey { try Self.key(key) } else { signingKey }
    }

    private typealias Links = (
        leaf: WidevineSignedCertificate, issuer: WidevineSignedCertificate, device: WidevineCertificate,
        model: WidevineCertificate
    )

    /// The signer may carry its own signer, a root, whose key means nothing: ours is the configured one.
    private static func read(_ token: [UInt8]) throws(WidevineRefusal) -> Links {
        do throws(Malformed) {
            let leaf = try WidevineSignedCertificate(parsing: token)
            let issuer = try WidevineSignedCertificate(parsing: leaf.signer ?? [])
            return (
                leaf, issuer, try WidevineCertificate(parsing: leaf.certificate),
                try WidevineCertificate(parsing: issuer.certificate)
            )
        } catch {
            throw .untrustedDevice
        }
    }

    private static func require(
        _ certificate: WidevineSignedCertificate, signedBy key: [UInt8], _ checks: inout WidevineSignatureChecks
    ) throws(WidevineRefusal) {
        guard try checks.isSigned(certificate, by: key) else { throw .untrustedDevice }
    }

    private static func key(_ der: [UInt8]) throws(WidevineRefusal) -> RSAPublicKey {
        do { return try RSAPublicKey(pkcs1: der) } catch { throw .untrustedDevice }
    }

    /// What tells this device from any other of its system.
    var identity: Device { Device(id: device.serial) }

    /// Why a device that has proven itself gets no license all the same.
    func objection(_ revocations: WidevineRevocations, at now: Timestamp) -> WidevineRefusal? {
        if revocations.contains(systemID: systemID, serials: device.serial, model.serial) { return .revokedDevice }
        guard let endsAt, now >= endsAt else { return nil }
        return .expiredDevice
    }

    /// When the first of the two certificates ends; nil when neither does.
    var endsAt: Timestamp? { [device.endsAt, model.endsAt].compactMap(\.self).min() }
}
