package import Bytes

/// A content key as the database holds it: wrapped, and beside it in clear what is no secret.
package struct StoredContentKey: Equatable, Sendable {
    package let keyID: KeyID
    package let track: TrackType
    package let scheme: EncryptionScheme
    package let period: CryptoPeriod?
    package let wrapped: WrappedKey

    package init(
        keyID: KeyID, track: TrackType, scheme: EncryptionScheme, period: CryptoPeriod?, wrapped: WrappedKey
    ) {
        self.keyID = keyID
        self.track = track
        self.scheme = scheme
        self.period = period
        self.wrapped = wrapped
    }
}

/// A secret sealed with AES-256-GCM under a key-encryption key.
package struct WrappedKey: Equatable, Sendable {
    /// Which key-encryption key sealed it.
    package let version: UInt32
    /// 96 random bits.
    package let nonce: [UInt8]
    /// The ciphertext, then the tag of 16 bytes.
    package let sealed: [UInt8]

    package init(version: UInt32, nonce: [UInt8], sealed: [UInt8]) {
        self.version = version
        self.nonce = nonce
        self.sealed = sealed
    }
}
