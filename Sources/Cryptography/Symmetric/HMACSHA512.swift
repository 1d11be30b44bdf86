package import Bytes
internal import COpenSSL

/// HMAC-SHA-512 (RFC 2104), as a function that makes keys of keys.
package enum HMACSHA512 {
    package static let byteCount = 64

    /// The code of the parts one after the other, as key material.
    ///
    /// - Parameter key: At least one byte.
    package static func secret(key: Secret, over parts: [[UInt8]]) throws(CryptographyFailure) -> Secret {
        guard key.count > 0 else { throw CryptographyFailure(call: "HMACSHA512", reason: "the key is empty") }
        guard let context = unsafe EVP_MAC_CTX_new(FetchedAlgorithms.hmac) else { throw .draining("EVP_MAC_CTX_new") }
        defer { unsafe EVP_MAC_CTX_free(context) }
        let result = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe COpenSSL_initializeHMACSHA512(context, bytes.baseAddress, bytes.count)
            }
        }
        guard result == 1 else { throw .draining("EVP_MAC_init") }
        for part in parts {
            guard unsafe EVP_MAC_update(context, part, part.count) == 1 else { throw .draining("EVP_MAC_update") }
        }
        return try Secret(count: byteCount) { (span) throws(CryptographyFailure) in
            let result = unsafe span.withUnsafeMutableBufferPointer { code in
                unsafe EVP_MAC_final(context, code.baseAddress, nil, code.count)
            }
            guard result == 1 else { throw .draining("EVP_MAC_final") }
        }
    }
}
