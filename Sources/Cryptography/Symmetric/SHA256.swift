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

    package static func digest(_ bytes: [UInt8]) -> [UInt8] { digest(bytes.span) }
}
