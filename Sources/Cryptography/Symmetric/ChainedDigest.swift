internal import Bytes
internal import COpenSSL

/// SHA-256 over the digest before and the next message, link after link.
///
/// Keeps one context and no arrays, for chains that grow with every license; so it belongs to one thread.
@safe package final class ChainedDigest {
    private let context: OpaquePointer  // owned; freed in deinit
    private var digest = InlineArray<32, UInt8>(repeating: 0)

    /// - Parameter hash: The digest to begin after, of 32 bytes; one of another length is filled up with zeros, or cut.
    package init(after hash: [UInt8]) {
        guard let context = unsafe EVP_MD_CTX_new(),
            unsafe EVP_DigestInit_ex2(context, FetchedAlgorithms.sha256, nil) == 1
        else { preconditionFailure("SHA-256 fails only without memory") }
        unsafe self.context = unsafe context
        for index in 0..<min(hash.count, SHA256.byteCount) { digest[index] = hash[index] }
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// The digest of the last link.
    package var hash: [UInt8] { [UInt8](copying: digest.span) }

    /// Traps only when OpenSSL has no memory left to digest with.
    package func add(_ message: Span<UInt8>) {
        var digest = digest
        var span = digest.mutableSpan
        let isDone = unsafe message.withUnsafeBufferPointer { message in
            unsafe span.withUnsafeMutableBufferPointer { digest in
                // No algorithm: the context keeps the one it has and starts over.
                unsafe EVP_DigestInit_ex2(context, nil, nil) == 1
                    && EVP_DigestUpdate(context, digest.baseAddress, digest.count) == 1
                    && EVP_DigestUpdate(context, message.baseAddress, message.count) == 1
                    && EVP_DigestFinal_ex(context, digest.baseAddress, nil) == 1
            }
        }
        precondition(isDone, "SHA-256 fails only without memory")
        self.digest = digest
    }
}
