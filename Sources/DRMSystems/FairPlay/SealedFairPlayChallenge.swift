internal import Bytes
internal import Cryptography

/// An SPC, open as far as our private key goes; who asks, and for what, is behind the device's key.
///
/// Two steps, because that key may have to be asked for: this one computes, whoever holds the result fetches the key
/// for `derivation`, and `FairPlayChallenge` goes on with it.
package struct SealedFairPlayChallenge: Sendable {
    package let derivation: FairPlayDerivation
    let payload: SPCPayload

    package init(parsing bytes: [UInt8], by provider: FairPlayProvider) throws(FairPlayRefusal) {
        let container = try SPCContainer(parsing: bytes)
        guard let certificate = provider.certificate(hash: container.certificateHash) else {
            throw .unknownCertificate
        }
        payload = try Self.open(container, with: certificate.key)
        derivation = FairPlayDerivation(
            r2: payload.r2, certificateHash: container.certificateHash, spcVersion: container.version.rawValue,
            protocolVersion: payload.protocolVersion)
    }

    /// A wrapped key that does not open is replaced by chance, and fails where a wrong payload does and no sooner.
    private static func open(
        _ container: SPCContainer, with key: RSAPrivateKey
    ) throws(FairPlayRefusal) -> SPCPayload {
        let digest: DigestAlgorithm =
            switch container.version {
            case .one: .sha1
            case .two: .sha256
            }
        let unwrapped = key.decrypt(container.wrappedKey, digest: digest)
        do {
            let chance = try Random.secret(AES128CBC.keyByteCount)
            let payloadKey = unwrapped?.count == AES128CBC.keyByteCount ? unwrapped ?? chance : chance
            let cipher = try AES128CBC(key: payloadKey)
            guard let payload = cipher.decrypt(container.payload, vector: container.vector, padding: .none) else {
                throw FairPlayRefusal.notOpened
            }
            return try SPCPayload(parsing: payload.withBytes { [UInt8](copying: $0) })
        } catch {
            throw .notOpened
        }
    }
}
