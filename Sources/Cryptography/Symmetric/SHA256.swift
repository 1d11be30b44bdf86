package import Bytes
internal import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    package static let byteCount = 32

    /// Traps only when OpenSSL has no memory left to digest with.
    package static func digest(_ bytes: Span<UInt8>) -> [UInt8] { DigestAlgorithm.sha256.digest(bytes) }

    /// The same without an array.
    static func inlineDigest(_ bytes: Span<UInt8>) -> InlineArray<32, UInt8> {
        var digest = InlineArray<32, UInt8>(repeating: 0)
        var span = digest.mutableSpan
        let result = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe span.withUnsafeMutableBufferPointer { digest in
                unsafe EVP_Digest(
                    bytes.baseAddress, bytes.count, digest.baseAddress, nil, FetchedAlgorithms.sha256, nil)
            }
        }
        precondition(result == 1, "SHA-256 fails only without memory")
        return digest
    }

    /// The digest of what is secret, as key material.
    package static func secret(of bytes: Span<UInt8>) -> Secret {
        var digest = inlineDigest(bytes)
        defer { for index in digest.indices { digest[index] = 0 } }
        return Secret(copying: digest.span)
    }

    package static func digest(_ bytes: [UInt8]) -> [UInt8] { digest(bytes.span) }
}
