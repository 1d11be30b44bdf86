package import Bytes

/// A content key in clear, with what it opens.
///
/// Lives in memory only: what is stored is a `StoredContentKey`.
package struct ContentKey: Sendable {
    /// AES-128, in every scheme that ISO/IEC 23001-7 defines.
    package static let length = 16

    package let keyID: KeyID
    package let key: Secret
    package let track: TrackType
    package let scheme: EncryptionScheme
    package let period: CryptoPeriod?

    /// - Precondition: `key` has 16 bytes; whoever reads one from a peer checks first.
    package init(
        keyID: KeyID, key: Secret, track: TrackType, scheme: EncryptionScheme, period: CryptoPeriod? = nil
    ) {
        precondition(key.count == Self.length, "a content key has 16 bytes")
        self.keyID = keyID
        self.key = key
        self.track = track
        self.scheme = scheme
        self.period = period
    }
}
