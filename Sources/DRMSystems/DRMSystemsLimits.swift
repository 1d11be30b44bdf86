/// The bounds on what players and packagers may send; each reader quotes its own.
package enum DRMSystemsLimits {
    /// Bytes in a ClearKey request: 64 key IDs take 1,600, and the rest is for members we ignore.
    package static let clearKeyRequestLengthMax = 16 * 1024
    /// Bytes in one `pssh` box: a PlayReady header has some 1,000, a box of 64 key IDs as many.
    package static let psshLengthMax = 64 * 1024
    /// Key IDs in one `pssh` box: a packager that rotates keys lists 50.
    package static let psshKeysMax = 1_024

    /// Bytes in a PlayReady header: one of 64 keys has some 8,000, and Microsoft advises 1,024.
    package static let playReadyHeaderLengthMax = 16 * 1024
    /// Bytes in a PlayReady Object: its header in UTF-16, and an embedded store of licenses.
    package static let playReadyObjectLengthMax = 48 * 1024
    /// Bytes in a PlayReady license request: a certificate chain has some 4,000, custom data a token.
    package static let playReadyChallengeLengthMax = 64 * 1024
    /// Bytes in one of PlayReady's certificate chains.
    package static let playReadyChainLengthMax = 32 * 1024
    /// Certificates in one: two in devices, up to six in what Microsoft signs.
    package static let playReadyCertificatesMax = 6
    /// Attributes of one certificate, keys of one, and usages of one key.
    package static let playReadyAttributesMax = 32
    /// Draws until a content key makes a point on the curve: every second one does.
    package static let playReadyDrawsMax = 256
}
