package import Bytes
internal import COpenSSL

/// A private key and the one algorithm it signs with.
@safe package struct SigningKey: Sendable {
    package let verificationKey: VerificationKey
    private let key: KeyObject

    package var algorithm: SignatureAlgorithm { verificationKey.algorithm }

    /// From unencrypted PEM: `PRIVATE KEY` (RFC 7468 §10) or `EC PRIVATE KEY` (RFC 5915).
    package init(_ algorithm: SignatureAlgorithm, pem: Secret) throws(KeyFailure) {
        let key = try pem.withBytes { (bytes) throws(KeyFailure) in try KeyObject(privatePEM: bytes) }
        try self.init(algorithm, key: key)
    }

    /// Made from OpenSSL's generator.
    package static func generate(_ algorithm: SignatureAlgorithm) throws(CryptographyFailure) -> SigningKey {
        let pointer =
            switch algorithm {
            case .es256: unsafe COpenSSL_generateP256()
            case .edDSA: unsafe COpenSSL_generateEd25519()
            }
        guard let pointer = unsafe pointer else { throw .draining("EVP_PKEY_Q_keygen") }
        let key = unsafe KeyObject(owning: pointer)
        do throws(KeyFailure) {
            return try SigningKey(algorithm, key: key)
        } catch {
            throw CryptographyFailure(call: "EVP_PKEY_Q_keygen", reason: error.description)
        }
    }

    private init(_ algorithm: SignatureAlgorithm, key: KeyObject) throws(KeyFailure) {
        verificationKey = try VerificationKey(algorithm, key: key)
        self.key = key
    }

    /// - Precondition: `key` is of the kind that `algorithm` takes, and sound.
    init(_ algorithm: SignatureAlgorithm, sound key: KeyObject) {
        verificationKey = VerificationKey(algorithm, sound: key)
        self.key = key
    }

    /// The key as unencrypted PKCS #8 in PEM, for the file it will live in.
    package var pem: Secret { get throws(CryptographyFailure) { try key.privatePEM } }

    /// The 64 bytes that `VerificationKey.isValid` takes.
    package func sign(_ message: [UInt8]) throws(CryptographyFailure) -> [UInt8] {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .draining("EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestSignInit_ex(context, nil, algorithm.digestName, nil, nil, key.pointer, nil) == 1 else {
            throw .draining("EVP_DigestSignInit_ex")
        }
        var signature = [UInt8](repeating: 0, count: 72)  // the longest DER on P-256
        var count = signature.count
        guard unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1 else {
            throw .draining("EVP_DigestSign")
        }
        signature.removeLast(signature.count - count)
        return algorithm == .es256 ? try ECDSASignature.raw(fromDER: signature) : signature
    }
}
