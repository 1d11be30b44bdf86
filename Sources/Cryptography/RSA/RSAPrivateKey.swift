package import Bytes
internal import COpenSSL

/// An RSA private key: it decrypts what was encrypted with OAEP, and signs with PSS.
@safe package struct RSAPrivateKey: Sendable {
    package let publicKey: RSAPublicKey
    private let key: KeyObject

    /// From unencrypted PEM: `PRIVATE KEY` (RFC 7468 §10) or `RSA PRIVATE KEY`.
    package init(pem: Secret) throws(KeyFailure) {
        try self.init(pem.withBytes { (bytes) throws(KeyFailure) in try KeyObject(privatePEM: bytes) })
    }

    /// From an RSAPrivateKey (RFC 8017 A.1.2) in DER, and nothing after it.
    package init(pkcs1 der: Secret) throws(KeyFailure) {
        let key = try der.withBytes { (bytes) throws(KeyFailure) in
            try unsafe KeyObject(der: bytes) { unsafe d2i_PrivateKey(EVP_PKEY_RSA, nil, $0, $1) }
        }
        try self.init(key)
    }

    /// Made from OpenSSL's generator.
    ///
    /// - Parameter exponent: Odd, and 65,537 for anything but a key that must be recognized.
    package static func generate(bits: Int, exponent: UInt64 = 65_537) throws(CryptographyFailure) -> RSAPrivateKey {
        guard CryptographyLimits.rsaModulusBits ~= bits, exponent >= 65_537, exponent % 2 == 1 else {
            throw CryptographyFailure(call: "EVP_PKEY_generate", reason: "such a key is not made")
        }
        guard let pointer = unsafe COpenSSL_generateRSA(CInt(bits), exponent) else {
            throw .draining("EVP_PKEY_generate")
        }
        let key = unsafe KeyObject(owning: pointer)
        do throws(KeyFailure) { return try RSAPrivateKey(key) } catch {
            throw CryptographyFailure(call: "EVP_PKEY_generate", reason: error.description)
        }
    }

    private init(_ key: KeyObject) throws(KeyFailure) {
        publicKey = try RSAPublicKey(key)
        self.key = key
    }

    /// The key as an RSAPrivateKey in DER, as device files hold it.
    package var pkcs1: Secret {
        get throws(CryptographyFailure) {
            try unsafe key.der("i2d_PrivateKey") { unsafe i2d_PrivateKey($0, $1) }
        }
    }

    /// The key as unencrypted PKCS #8 in PEM, for the file it will live in.
    package var pem: Secret { get throws(CryptographyFailure) { try key.privatePEM } }

    /// What was encrypted to this key with OAEP, and nil for anything else.
    ///
    /// Why it is nil is told to nobody: who can tell a wrong padding from a wrong length reads messages by asking.
    package func decrypt(_ ciphertext: [UInt8], digest: DigestAlgorithm) -> Secret? {
        defer { ErrorQueue.clear() }
        guard ciphertext.count == publicKey.byteCount, let operation = RSAOperation(key),
            unsafe EVP_PKEY_decrypt_init(operation.pointer) == 1, operation.useOAEP(digest)
        else { return nil }
        var count = ciphertext.count
        var isOpen = false
        let whole = Secret(count: count) { span in
            let result = unsafe span.withUnsafeMutableBufferPointer { plaintext in
                unsafe EVP_PKEY_decrypt(
                    operation.pointer, plaintext.baseAddress, &count, ciphertext, ciphertext.count)
            }
            isOpen = result == 1
        }
        guard isOpen, 0...whole.count ~= count else { return nil }
        return whole.part(0..<count)
    }

    /// A signature of `message` in RSASSA-PSS with a salt of the digest's length.
    package func sign(_ message: [UInt8], digest: DigestAlgorithm) throws(CryptographyFailure) -> [UInt8] {
        guard let operation = RSAOperation(key), unsafe EVP_PKEY_sign_init(operation.pointer) == 1,
            operation.usePSS(digest)
        else { throw .draining("EVP_PKEY_sign_init") }
        let digested = digest.digest(message.span)
        var signature = [UInt8](repeating: 0, count: publicKey.byteCount)
        var count = signature.count
        guard unsafe EVP_PKEY_sign(operation.pointer, &signature, &count, digested, digested.count) == 1,
            count == signature.count
        else { throw .draining("EVP_PKEY_sign") }
        return signature
    }
}
