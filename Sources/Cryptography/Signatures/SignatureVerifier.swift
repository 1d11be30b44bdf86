internal import Bytes
internal import COpenSSL

/// Checks signatures of one key, again and again.
///
/// Keeps OpenSSL's context with the algorithm fetched and the key imported, which each check would pay for anew; so it
/// belongs to one loop and is not `Sendable`.
@safe package final class SignatureVerifier {
    private let key: VerificationKey
    /// Of ES256 only: Ed25519 has no digest to hand over, and its checks start anew.
    private let context: OpaquePointer?  // owned; freed in deinit

    package init(_ key: VerificationKey) throws(CryptographyFailure) {
        self.key = key
        guard key.algorithm == .es256 else {
            unsafe context = nil
            return
        }
        unsafe context = unsafe EVP_PKEY_CTX_new(key.pointer, nil)
        guard unsafe context != nil, unsafe EVP_PKEY_verify_init(context) == 1 else {
            throw .draining("EVP_PKEY_verify_init")
        }
    }

    deinit { unsafe EVP_PKEY_CTX_free(context) }

    /// Whether `signature` is the key's own over `message`; one of any length but 64 bytes is not.
    ///
    /// Throws only when OpenSSL cannot tell; whatever a stranger sends is true or false.
    package func isValid(_ signature: Span<UInt8>, for message: Span<UInt8>) throws(CryptographyFailure) -> Bool {
        guard let context = unsafe context else { return try key.isValid(signature: signature, for: message) }
        guard signature.count == SignatureAlgorithm.signatureByteCount else { return false }
        let digest = SHA256.inlineDigest(message)
        let (der, count) = ECDSASignature.inlineDER(fromRaw: signature)
        let result = unsafe der.span.withUnsafeBufferPointer { der in
            unsafe digest.span.withUnsafeBufferPointer { digest in
                unsafe EVP_PKEY_verify(context, der.baseAddress, count, digest.baseAddress, digest.count)
            }
        }
        if result == 1 { return true }
        return try Self.isTold(result)
    }

    /// Zero is a signature that is not the key's; below it OpenSSL could not tell.
    private static func isTold(_ result: CInt) throws(CryptographyFailure) -> Bool {
        guard result == 0 else { throw .draining("EVP_PKEY_verify") }
        ErrorQueue.clear()
        return false
    }
}
