/// The bounds on what players and packagers may send; each reader quotes its own.
package enum DRMSystemsLimits {
    /// Bytes in a ClearKey request: 64 key IDs take 1,600, and the rest is for members we ignore.
    package static let clearKeyRequestLengthMax = 16 * 1024
    /// Bytes in one `pssh` box: a PlayReady header has some 1,000, a box of 64 key IDs as many.
    package static let psshLengthMax = 64 * 1024
    /// Key IDs in one `pssh` box: a packager that rotates keys lists 50.
    package static let psshKeysMax = 1_024

    /// Fields of one protobuf message: a `pssh` of 1,024 key IDs, and as much again.
    package static let protobufFieldsMax = 2_048

    /// Bytes in a Widevine request: an identification with all its proofs takes some 10,000, and 64 keys 1,200.
    package static let widevineRequestLengthMax = 64 * 1024
    /// Bytes of a request ID, which the license repeats: clients choose 16 or 32.
    package static let widevineRequestIDLengthMax = 256
    /// Bytes of a serial number, which stands for the device: every one seen has 16.
    package static let widevineSerialBytes = 16...32
    /// Bytes of the sealed record that a license's renewals bring back: 64 keys take 1,200.
    package static let widevineSessionTokenLengthMax = 2_048
    /// How long after its end a license may still be renewed or released: a trip without a network.
    package static let widevineRenewalGrace = Duration.seconds(30 * 86_400)

    /// Bytes in an SPC, FairPlay's license request: real ones have 1 to 4 KiB.
    package static let fairPlaySPCLengthMax = 32 * 1024
    /// Blocks in an SPC's payload: real ones have some 15, and what is unknown among them is skipped.
    package static let fairPlayBlocksMax = 64
    /// Blocks that an SPC wants back in the CKC.
    package static let fairPlayReturnsMax = 32
    /// Bytes in the body around an SPC: base64 takes a third more, and a form escapes one in 20 of its characters.
    package static let fairPlayBodyLengthMax = 2 * fairPlaySPCLengthMax
    /// FairPlay certificates of one server: two during a migration, a few for several teams.
    package static let fairPlayCertificatesMax = 16

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
