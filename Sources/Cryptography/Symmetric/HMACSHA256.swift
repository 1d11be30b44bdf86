package import Bytes
internal import COpenSSL

/// HMAC-SHA-256 (RFC 2104) under one key.
///
/// Keeps one keyed context, which makes a code four times as cheap as starting anew; so it belongs to one loop and is
/// not `Sendable`.
@safe package final class HMACSHA256 {
    package static let byteCount = 32

    private let context: OpaquePointer  // owned; freed in deinit

    /// - Parameter key: At least one byte; 32 in production (RFC 7518 §3.2).
    package init(key: Secret) throws(CryptographyFailure) {
        guard key.count > 0 else { throw CryptographyFailure(call: "HMACSHA256", reason: "the key is empty") }
        guard let context = unsafe EVP_MAC_CTX_new(FetchedAlgorithms.hmac) else { throw .draining("EVP_MAC_CTX_new") }
        unsafe self.context = unsafe context
        let result = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe COpenSSL_initializeHMACSHA256(context, bytes.baseAddress, bytes.count)
            }
        }
        guard result == 1 else { throw .draining("EVP_MAC_init") }
    }

    deinit { unsafe EVP_MAC_CTX_free(context) }

    package func code(for message: Span<UInt8>) throws(CryptographyFailure) -> [UInt8] {
        let code = try authenticate(message)
        return [UInt8](copying: code.span)
    }

    package func code(for message: [UInt8]) throws(CryptographyFailure) -> [UInt8] {
        try code(for: message.span)
    }

    /// The code of the parts one after the other.
    package func code(over parts: [[UInt8]]) throws(CryptographyFailure) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Self.byteCount)
        guard unsafe EVP_MAC_init(context, nil, 0, nil) == 1 else { throw .draining("EVP_MAC_init") }
        for part in parts {
            guard unsafe EVP_MAC_update(context, part, part.count) == 1 else { throw .draining("EVP_MAC_update") }
        }
        guard unsafe EVP_MAC_final(context, &code, nil, code.count) == 1 else { throw .draining("EVP_MAC_final") }
        return code
    }

    /// Whether `code` is the whole code of `message`; compared in constant time, and a shortened code is none.
    package func isValid(_ code: Span<UInt8>, for message: Span<UInt8>) throws(CryptographyFailure) -> Bool {
        let expected = try authenticate(message)
        return constantTimeEquals(code, expected.span)
    }

    package func isValid(_ code: [UInt8], for message: [UInt8]) throws(CryptographyFailure) -> Bool {
        try isValid(code.span, for: message.span)
    }

    private func authenticate(_ message: Span<UInt8>) throws(CryptographyFailure) -> InlineArray<32, UInt8> {
        var code = InlineArray<32, UInt8>(repeating: 0)
        var span = code.mutableSpan
        let result = unsafe message.withUnsafeBufferPointer { message in
            unsafe span.withUnsafeMutableBufferPointer { code in
                // No key: the context keeps the one it has and starts over.
                unsafe EVP_MAC_init(context, nil, 0, nil) == 1
                    && EVP_MAC_update(context, message.baseAddress, message.count) == 1
                    && EVP_MAC_final(context, code.baseAddress, nil, code.count) == 1
            }
        }
        guard result else { throw .draining("EVP_MAC") }
        return code
    }
}
