package import Bytes
internal import COpenSSL

/// An RSA public key: it checks PSS signatures and encrypts with OAEP.
///
/// Which digest is used belongs to the protocol, and the caller says it each time.
@safe package struct RSAPublicKey: Sendable {
    private let key: KeyObject
    /// 65,537 nearly always.
    package let exponent: UInt64

    /// From an RSAPublicKey (RFC 8017 A.1.1) in DER, and nothing after it.
    package init(pkcs1 der: [UInt8]) throws(KeyFailure) {
        try self.init(unsafe KeyObject(der: der.span) { unsafe d2i_PublicKey(EVP_PKEY_RSA, nil, $0, $1) })
    }

    init(_ key: KeyObject) throws(KeyFailure) {
        exponent = try key.requireRSA()
        self.key = key
    }

    /// Bytes of the modulus, and so of each signature and each ciphertext.
    package var byteCount: Int { unsafe Int(EVP_PKEY_get_size(key.pointer)) }

    /// The RSAPublicKey in DER.
    package var pkcs1: [UInt8] {
        get throws(CryptographyFailure) {
            let der = try unsafe key.der("i2d_PublicKey") { unsafe i2d_PublicKey($0, $1) }
            return der.withBytes { [UInt8](copying: $0) }
        }
    }

    /// Whether `signature` is the key's own over `message`, in RSASSA-PSS with a salt of the digest's length.
    ///
    /// Throws only when OpenSSL cannot tell; whatever a stranger sends is true or false.
    package func isValid(
        _ signature: [UInt8], for message: [UInt8], digest: DigestAlgorithm
    ) throws(CryptographyFailure) -> Bool {
        guard signature.count == byteCount else { return false }
        guard let operation = RSAOperation(key), unsafe EVP_PKEY_verify_init(operation.pointer) == 1,
            operation.usePSS(digest)
        else { throw .draining("EVP_PKEY_verify_init") }
        let digested = digest.digest(message.span)
        let result = unsafe EVP_PKEY_verify(
            operation.pointer, signature, signature.count, digested, digested.count)
        if result == 1 { return true }
        guard result == 0 else { throw .draining("EVP_PKEY_verify") }
        ErrorQueue.clear()
        return false
    }

    /// The ciphertext of `plaintext`, in RSAES-OAEP.
    ///
    /// - Parameter plaintext: At most `byteCount − 2 × digest.byteCount − 2` bytes.
    package func encrypt(_ plaintext: Secret, digest: DigestAlgorithm) throws(CryptographyFailure) -> [UInt8] {
        guard let operation = RSAOperation(key), unsafe EVP_PKEY_encrypt_init(operation.pointer) == 1,
            operation.useOAEP(digest)
        else { throw .draining("EVP_PKEY_encrypt_init") }
        var ciphertext = [UInt8](repeating: 0, count: byteCount)
        var count = ciphertext.count
        let result = plaintext.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { plaintext in
                unsafe EVP_PKEY_encrypt(
                    operation.pointer, &ciphertext, &count, plaintext.baseAddress, plaintext.count)
            }
        }
        guard result == 1, count == ciphertext.count else { throw .draining("EVP_PKEY_encrypt") }
        return ciphertext
    }
}

extension KeyObject {
    /// Refuses another kind of key, and one whose size would make it unsafe or its use expensive.
    ///
    /// - Returns: The public exponent.
    func requireRSA() throws(KeyFailure) -> UInt64 {
        let kind = kind
        guard kind == "RSA" else { throw .wrongKind(expected: "RSA", found: kind) }
        let (bits, limits) = unsafe (Int(EVP_PKEY_get_bits(pointer)), CryptographyLimits.rsaModulusBits)
        guard limits ~= bits else {
            throw .unsound(reason: "\(bits) bits instead of \(limits.lowerBound) to \(limits.upperBound)")
        }
        var exponent: UInt64 = 0
        let exponentBits = unsafe Int(COpenSSL_publicExponent(pointer, &exponent))
        guard 2...CryptographyLimits.rsaExponentBitsMax ~= exponentBits else {
            ErrorQueue.clear()
            throw .unsound(reason: "a public exponent of \(exponentBits) bits")
        }
        return exponent
    }
}
