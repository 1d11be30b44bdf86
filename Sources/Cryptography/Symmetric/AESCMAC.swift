package import Bytes
internal import COpenSSL

/// AES-128 as a message authentication code (RFC 4493) under one key.
///
/// Keeps one keyed context; so it belongs to one thread and is not `Sendable`.
@safe package final class AESCMAC {
    package static let byteCount = 16

    private let context: OpaquePointer  // owned; freed in deinit

    package init(key: Secret) throws(CryptographyFailure) {
        guard key.count == 16 else {
            throw CryptographyFailure(call: "AES-CMAC", reason: "a key of \(key.count) bytes instead of 16")
        }
        guard let context = unsafe EVP_MAC_CTX_new(FetchedAlgorithms.cmac) else { throw .draining("EVP_MAC_CTX_new") }
        unsafe self.context = unsafe context
        let result = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe COpenSSL_initializeAES128CMAC(context, bytes.baseAddress, bytes.count)
            }
        }
        guard result == 1 else { throw .draining("EVP_MAC_init") }
    }

    deinit { unsafe EVP_MAC_CTX_free(context) }

    package func code(for message: [UInt8]) throws(CryptographyFailure) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Self.byteCount)
        var span = code.mutableSpan
        try authenticate([message], into: &span)
        return code
    }

    /// The code of the parts one after the other, as key material.
    package func secret(over parts: [[UInt8]]) throws(CryptographyFailure) -> Secret {
        try Secret(count: Self.byteCount) { (span) throws(CryptographyFailure) in
            try authenticate(parts, into: &span)
        }
    }

    private func authenticate(
        _ parts: [[UInt8]], into code: inout MutableSpan<UInt8>
    ) throws(CryptographyFailure) {
        // A copy of the keyed context, so that each message starts from the same state.
        guard let context = unsafe EVP_MAC_CTX_dup(self.context) else { throw .draining("EVP_MAC_CTX_dup") }
        defer { unsafe EVP_MAC_CTX_free(context) }
        for part in parts {
            guard unsafe EVP_MAC_update(context, part, part.count) == 1 else { throw .draining("EVP_MAC_update") }
        }
        let result = unsafe code.withUnsafeMutableBufferPointer { code in
            unsafe EVP_MAC_final(context, code.baseAddress, nil, code.count)
        }
        guard result == 1 else { throw .draining("EVP_MAC_final") }
    }
}
