package import Bytes
internal import COpenSSL

/// Bytes nobody can guess, from OpenSSL's generator, which the kernel seeds.
package enum Random {
    /// For what may be seen: nonces, identifiers.
    package static func bytes(_ count: Int) throws(CryptographyFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        try fill(&span)
        return bytes
    }

    /// For what may not: keys, written in place by the generator that OpenSSL keeps apart for private values.
    package static func secret(_ count: Int) throws(CryptographyFailure) -> Secret {
        try Secret(count: count) { (span) throws(CryptographyFailure) in
            let result = unsafe span.withUnsafeMutableBufferPointer { bytes in
                unsafe RAND_priv_bytes_ex(nil, bytes.baseAddress, bytes.count, strength)
            }
            guard result == 1 else { throw .draining("RAND_priv_bytes_ex") }
        }
    }

    /// Sets up OpenSSL's generator, as the first who needs it would; the longest of what it does only once.
    package static func prepare() { _ = try? bytes(1) }

    /// Security strength in bits, as AES-256 deserves.
    private static let strength: UInt32 = 256

    private static func fill(_ span: inout MutableSpan<UInt8>) throws(CryptographyFailure) {
        let result = unsafe span.withUnsafeMutableBufferPointer { bytes in
            unsafe RAND_bytes_ex(nil, bytes.baseAddress, bytes.count, strength)
        }
        guard result == 1 else { throw .draining("RAND_bytes_ex") }
    }
}
