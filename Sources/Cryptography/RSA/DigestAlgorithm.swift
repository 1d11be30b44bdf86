internal import COpenSSL

/// A digest that the other side of a protocol chose.
package enum DigestAlgorithm: Sendable, CaseIterable {
    /// Broken for collisions; Widevine's and FairPlay's formats know no other in some places.
    case sha1
    case sha256
    case sha384

    package var byteCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        }
    }

    var pointer: OpaquePointer {
        switch self {
        case .sha1: unsafe FetchedAlgorithms.sha1
        case .sha256: unsafe FetchedAlgorithms.sha256
        case .sha384: unsafe FetchedAlgorithms.sha384
        }
    }

    /// Traps only when OpenSSL has no memory left to digest with.
    package func digest(_ bytes: Span<UInt8>) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { digest, count in
            let result = unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, nil, pointer, nil)
            }
            precondition(result == 1, "a digest fails only without memory")
            count = byteCount
        }
    }
}
