/// The bounds on what players and packagers may send; each reader quotes its own.
package enum DRMSystemsLimits {
    /// Bytes in a ClearKey request: 64 key IDs take 1,600, and the rest is for members we ignore.
    package static let clearKeyRequestLengthMax = 16 * 1024
    /// Bytes in one `pssh` box: a PlayReady header has some 1,000, a box of 64 key IDs as many.
    package static let psshLengthMax = 64 * 1024
    /// Key IDs in one `pssh` box: a packager that rotates keys lists 50.
    package static let psshKeysMax = 1_024
}
