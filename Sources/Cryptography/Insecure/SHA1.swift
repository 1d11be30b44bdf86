/// SHA-1 (FIPS 180-4), for formats that are older than its end; nothing of ours chooses it.
package enum SHA1 {
    package static let byteCount = 20

    /// Traps only when OpenSSL has no memory left to digest with.
    package static func digest(_ bytes: Span<UInt8>) -> [UInt8] { DigestAlgorithm.sha1.digest(bytes) }

    package static func digest(_ bytes: [UInt8]) -> [UInt8] { digest(bytes.span) }
}
