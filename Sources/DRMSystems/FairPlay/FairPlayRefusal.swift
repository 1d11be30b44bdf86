package import Bytes

/// Why an SPC gets no CKC; fit for the player.
///
/// What fails behind the container is one case, whatever it was: nothing in an SPC of version 1 or 2 is authenticated
/// as a whole, so whoever could tell a wrong padding from a wrong block would read SPCs of others by asking.
package enum FairPlayRefusal: Error, Equatable, Sendable {
    case tooLong(limit: Int)
    /// No container of version 1 or 2, by what all may read of it.
    case malformed(Malformed)
    /// Version 3 and what comes after it open only with the licensee's library.
    case unsupportedVersion(UInt32)
    /// Made for a certificate that is not ours; its hash is in clear.
    case unknownCertificate
    /// The wrapped key, the payload, the device's key or the session's integrity: which of them is said to nobody.
    case notOpened
    /// The asset ID is neither a key ID nor the name of a content.
    case unreadableAsset
    /// The asset ID names a content with several keys, and a CKC holds one.
    case severalKeys
    /// The picture goes to another screen, and the policy keeps this key from it.
    case remoteOutputNotAllowed
    /// The device does not say that it can enforce what the policy demands.
    case notEnforceable
}
