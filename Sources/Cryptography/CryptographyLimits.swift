/// The limits of what this target takes and holds.
package enum CryptographyLimits {
    /// Bytes sealed, opened, signed or verified at once; keeps every count within OpenSSL's C `int`.
    package static let messageBytes = 64 << 20

    /// Bytes of a PEM or DER key; the largest honest one is an RSA key of under 4 KiB.
    package static let keyBytes = 16 << 10

    /// Ciphertext that a TLS session holds unread; a whole handshake flight with a certificate chain, or four records.
    package static let ciphertextBytes = 128 << 10

    /// Ciphertext that waits in a TLS session to be sent; above it a session takes no more plaintext.
    package static let pendingOutputBytes = 256 << 10

    /// Bytes of a host name (RFC 1035 §2.3.4).
    package static let hostNameBytes = 253
}
