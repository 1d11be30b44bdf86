package import Bytes
internal import COpenSSL

/// The HMAC-based key derivation function (RFC 5869), extract and expand.
package enum HKDF {
    /// - Parameters:
    ///   - key: The input keying material; at least one byte.
    ///   - salt: May be empty, and then stands for a block of zeros (§2.2).
    ///   - info: Binds the result to its use; may be empty. OpenSSL 3.0 takes at most 1,024 bytes.
    ///   - count: How many bytes to derive, in `1 ... 255 × 32` (§2.3).
    package static func deriveSHA256(
        key: Secret, salt: [UInt8], info: [UInt8], count: Int
    ) throws(CryptographyFailure) -> Secret {
        guard key.count > 0 else { throw CryptographyFailure(call: "HKDF", reason: "the key is empty") }
        guard 1...255 * SHA256.byteCount ~= count else {
            throw CryptographyFailure(call: "HKDF", reason: "\(count) bytes cannot be derived")
        }
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil) else {
            throw .draining("EVP_PKEY_CTX_new_id")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe configure(context, key: key, salt: salt, info: info) else { throw .draining("HKDF") }
        return try Secret(count: count) { (span) throws(CryptographyFailure) in
            let result = unsafe span.withUnsafeMutableBufferPointer { derived in
                var count = derived.count
                return unsafe EVP_PKEY_derive(context, derived.baseAddress, &count)
            }
            guard result == 1 else { throw .draining("EVP_PKEY_derive") }
        }
    }

    /// An empty salt or info is left out: OpenSSL's default is the RFC's.
    private static func configure(_ context: OpaquePointer, key: Secret, salt: [UInt8], info: [UInt8]) -> Bool {
        let keyIsSet = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { key in
                unsafe EVP_PKEY_derive_init(context) == 1
                    && EVP_PKEY_CTX_set_hkdf_md(context, FetchedAlgorithms.sha256) == 1
                    && EVP_PKEY_CTX_set1_hkdf_key(context, key.baseAddress, CInt(clamping: key.count)) == 1
            }
        }
        return unsafe keyIsSet
            && (salt.isEmpty || EVP_PKEY_CTX_set1_hkdf_salt(context, salt, CInt(clamping: salt.count)) == 1)
            && (info.isEmpty || EVP_PKEY_CTX_add1_hkdf_info(context, info, CInt(clamping: info.count)) == 1)
    }
}
