/// The bounds on what players and packagers may send; each reader quotes its own.
package enum DRMSystemsLimits {
    /// Bytes in a ClearKey request: 64 key IDs take 1,600, and the rest is for members we ignore.
    package static let clearKeyRequestLengthMax = 16 * 1024
    /// Bytes in one `pssh` box: a PlayReady header has some 1,000, a box of 64 key IDs as many.
    package static let psshLengthMax = 64 * 1024
    /// Key IDs in one `pssh` box: a packager that rotates keys lists 50.
    package static let psshKeysMax = 1_024

    /// Bytes in an SPC, FairPlay's license request: real ones have 1 to 4 KiB.
    package static let fairPlaySPCLengthMax = 32 * 1024
    /// Blocks in an SPC's payload: real ones have some 15, and what is unknown among them is skipped.
    package static let fairPlayBlocksMax = 64
    /// Blocks that an SPC wants back in the CKC.
    package static let fairPlayReturnsMax = 32
    /// Bytes in the body around an SPC: base64 takes a third more, and a form escapes some of its characters.
    package static let fairPlayBodyLengthMax = 4 * fairPlaySPCLengthMax
    /// FairPlay certificates of one server: two during a migration, a few for several teams.
    package static let fairPlayCertificatesMax = 16
}
