internal import Bytes
internal import COpenSSL

/// A public key and the one algorithm it verifies; made at start and kept, for parsing costs more than verifying.
///
/// The algorithm belongs to the key: what a token's header claims never chooses it (RFC 8725 §3.1).
@safe package struct VerificationKey: Sendable {
    package let algorithm: SignatureAlgorithm
    private let key: KeyObject

    /// OpenSSL's key, for as long as this value lives.
    var pointer: OpaquePointer { unsafe key.pointer }

    /// From a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) in DER, and nothing after it.
    package init(_ algorithm: SignatureAlgorithm, subjectPublicKeyInfo der: [UInt8]) throws(KeyFailure) {
        try self.init(algorithm, key: unsafe KeyObject(der: der.span) { unsafe d2i_PUBKEY(nil, $0, $1) })
    }

    /// From PEM with the label `PUBLIC KEY` (RFC 7468 §13).
    package init(_ algorithm: SignatureAlgorithm, pem: [UInt8]) throws(KeyFailure) {
        let object = try unsafe KeyObject(pem: pem.span) { source in unsafe PEM_read_bio_PUBKEY(source, nil, nil, nil) }
        try self.init(algorithm, key: object)
    }

    init(_ algorithm: SignatureAlgorithm, key: KeyObject) throws(KeyFailure) {
        try key.require(algorithm)
        self.algorithm = algorithm
        self.key = key
    }

    /// - Precondition: `key` is of the kind that `algorithm` takes, and sound.
    init(_ algorithm: SignatureAlgorithm, sound key: KeyObject) {
        self.algorithm = algorithm
        self.key = key
    }

    /// The SubjectPublicKeyInfo in DER.
    package var encoded: [UInt8] {
        get throws(CryptographyFailure) {
            let der = try unsafe key.der("i2d_PUBKEY") { unsafe i2d_PUBKEY($0, $1) }
            return der.withBytes { [UInt8](copying: $0) }
        }
    }

    /// Whether `signature` is the key's own over `message`; one of any length but 64 bytes is not.
    ///
    /// Throws only when OpenSSL cannot tell; whatever a stranger sends is true or false.
    package func isValid(signature: Span<UInt8>, for message: Span<UInt8>) throws(CryptographyFailure) -> Bool {
        guard signature.count == SignatureAlgorithm.signatureByteCount else { return false }
        switch algorithm {
        case .es256:
            let (der, count) = ECDSASignature.inlineDER(fromRaw: signature)
            return try verify(der.span.extracting(first: count), for: message)
        case .edDSA:
            return try verify(signature, for: message)
        }
    }

    package func isValid(signature: [UInt8], for message: [UInt8]) throws(CryptographyFailure) -> Bool {
        try isValid(signature: signature.span, for: message.span)
    }

    private func verify(_ signature: Span<UInt8>, for message: Span<UInt8>) throws(CryptographyFailure) -> Bool {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .draining("EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestVerifyInit_ex(context, nil, algorithm.digestName, nil, nil, key.pointer, nil) == 1 else {
            throw .draining("EVP_DigestVerifyInit_ex")
        }
        let result = unsafe signature.withUnsafeBufferPointer { signature in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe EVP_DigestVerify(
                    context, signature.baseAddress, signature.count, message.baseAddress, message.count)
            }
        }
        guard result >= 0 else { throw .draining("EVP_DigestVerify") }
        if result == 0 { ErrorQueue.clear() }
        return result == 1
    }
}
