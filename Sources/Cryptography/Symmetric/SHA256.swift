internal import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    package static let byteCount = 32

    /// Traps only when OpenSSL has no memory left to digest with.
    package static func digest(_ bytes: Span<UInt8>) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { digest, count in
            let result = unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe EVP_Digest(
                    bytes.baseAddress, bytes.count, digest.baseAddress, nil, FetchedAlgorithms.sha256, nil)
            }
            precondition(result == 1, "SHA-256 fails only without memory")
            count = byteCount
        }
    }

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

    package static func digest(_ bytes: [UInt8]) -> [UInt8] { digest(bytes.span) }
}
