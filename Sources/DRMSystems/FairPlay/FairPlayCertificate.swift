package import Cryptography

/// One certificate that Apple issued to the licensee, and the private key to it.
package struct FairPlayCertificate: Sendable {
    /// What players fetch before they ask for a key.
    package let der: [UInt8]
    /// SHA-1 of the DER: how an SPC says for which certificate it was made.
    package let hash: [UInt8]
    let key: RSAPrivateKey

    /// - Parameter key: 1,024 bits open SPCs of version 1, and 2,048 bits those of version 2.
    package init(der: [UInt8], key: RSAPrivateKey) throws(FairPlayCertificateFailure) {
        let isOfSize = SPCContainer.Version.allCases.contains { $0.wrappedKeyByteCount == key.publicKey.byteCount }
        guard isOfSize else { throw .keyLength }
        guard let publicKey = try? key.publicKey.pkcs1, der.contains(publicKey) else { throw .foreignKey }
        self.der = der
        self.key = key
        hash = SHA1.digest(der)
    }
}

/// Why certificates and keys are not the ones that FairPlay licenses can be issued with.
package enum FairPlayCertificateFailure: Error, Equatable, Sendable {
    case none
    case tooMany(limit: Int)
    /// The same certificate twice.
    case repeated
    /// The certificate holds another public key.
    case foreignKey
    /// A key of another length opens no SPC of any version.
    case keyLength
    /// A device's key has 16 bytes.
    case deviceKeyLength
}

extension FairPlayCertificateFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .none: "there is no certificate"
        case .tooMany(let limit): "there are more than \(limit) certificates"
        case .repeated: "a certificate is there twice"
        case .foreignKey: "the private key does not belong to the certificate"
        case .keyLength: "the private key has neither 1,024 nor 2,048 bits"
        case .deviceKeyLength: "a device key has 16 bytes"
        }
    }
}
