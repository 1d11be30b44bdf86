package import Bytes
internal import Cryptography
internal import Licensing

/// A service certificate with its private key: what clients encrypt their identification to.
struct WidevineService: Sendable {
    let signedCertificate: [UInt8]
    let certificate: WidevineCertificate
    private let key: RSAPrivateKey

    init(_ files: WidevineServiceFiles, root: RSAPublicKey) throws(WidevineProviderError) {
        signedCertificate = files.certificate
        let signed: WidevineSignedCertificate
        do throws(Malformed) {
            signed = try WidevineSignedCertificate(parsing: files.certificate)
            certificate = try WidevineCertificate(parsing: signed.certificate)
        } catch {
            throw .unreadableCertificate(error)
        }
        guard certificate.kind == .service, !certificate.serial.isEmpty, !certificate.providerID.isEmpty else {
            throw .notAServiceCertificate
        }
        do throws(CryptographyFailure) {
            guard try signed.isSigned(by: root) else { throw CryptographyFailure(call: "", reason: "") }
        } catch {
            throw .notSignedByRoot
        }
        key = try Self.key(files.key)
        guard (try? key.publicKey.pkcs1) == certificate.publicKey else { throw .foreignKey }
    }

    /// PEM, or an RSAPrivateKey in DER.
    private static func key(_ bytes: Secret) throws(WidevineProviderError) -> RSAPrivateKey {
        do throws(KeyFailure) {
            let isPEM = bytes.withBytes { $0.count > 0 && $0[0] == UInt8(ascii: "-") }
            return isPEM ? try RSAPrivateKey(pem: bytes) : try RSAPrivateKey(pkcs1: bytes)
        } catch {
            throw .unreadableKey(error)
        }
    }

    /// The identification that a client encrypted to this certificate, or nil for whatever is wrong with it.
    ///
    /// - Parameter fields: `EncryptedClientIdentification`.
    func open(_ fields: ProtobufMessage) -> [UInt8]? {
        guard let privacyKey = try? fields.bytes(5), let vector = try? fields.bytes(4),
            let ciphertext = try? fields.bytes(3), let key = key.decrypt(privacyKey, digest: .sha1),
            key.count == AES128CBC.keyByteCount, let cipher = try? AES128CBC(key: key),
            let plaintext = cipher.decrypt(ciphertext, vector: vector, padding: .pkcs7)
        else { return nil }
        return plaintext.withBytes { [UInt8](copying: $0) }
    }
}

/// A service certificate and its key, as files hold them.
package struct WidevineServiceFiles: Sendable {
    /// A `SignedDrmCertificate`.
    package var certificate: [UInt8]
    /// PEM, or an RSAPrivateKey in DER.
    package var key: Secret

    package init(certificate: [UInt8], key: Secret) {
        self.certificate = certificate
        self.key = key
    }
}
