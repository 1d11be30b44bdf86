package import Bytes
package import Cryptography

/// A certificate with its signature, and whoever signed it, as a certificate again (`SignedDrmCertificate`).
package struct WidevineSignedCertificate: Equatable, Sendable {
    /// As received: the signature is over these very bytes.
    package var certificate: [UInt8]
    package var signature: [UInt8]
    package var signer: [UInt8]?
    /// SHA-1 when the certificate names none.
    package var digest: DigestAlgorithm

    package init(parsing bytes: [UInt8]) throws(Malformed) {
        let fields = try ProtobufMessage(parsing: bytes)
        certificate = try fields.bytes(1) ?? []
        signature = try fields.bytes(2) ?? []
        signer = try fields.bytes(3)
        digest =
            switch try fields.integer(4) ?? 0 {
            case 0, 1: .sha1
            case 2: .sha256
            case 3: .sha384
            default: throw Malformed(offset: 0, expected: "a known digest")
            }
    }

    /// Signs `certificate`.
    package init(
        _ certificate: WidevineCertificate, by key: RSAPrivateKey, digest: DigestAlgorithm = .sha1,
        signer: WidevineSignedCertificate? = nil
    ) throws(CryptographyFailure) {
        self.certificate = certificate.bytes
        signature = try key.sign(self.certificate, digest: digest)
        self.signer = signer?.bytes
        self.digest = digest
    }

    package var bytes: [UInt8] {
        var fields = ProtobufWriter()
        fields.append(1, bytes: certificate)
        fields.append(2, bytes: signature)
        if let signer { fields.append(3, bytes: signer) }
        switch digest {
        case .sha1: break
        case .sha256: fields.append(4, integer: 2)
        case .sha384: fields.append(4, integer: 3)
        }
        return fields.bytes
    }

    /// The same without whoever signed it.
    var withoutSigner: WidevineSignedCertificate {
        var certificate = self
        certificate.signer = nil
        return certificate
    }

    /// RSASSA-PSS with MGF1 over the same digest and a salt of its length.
    package func isSigned(by key: RSAPublicKey) throws(CryptographyFailure) -> Bool {
        try key.isValid(signature, for: certificate, digest: digest)
    }
}
