package import Cryptography

/// Why a secret could not be wrapped or unwrapped; for operators, never for strangers.
package enum KeyWrapFailure: Error, Equatable, Sendable {
    /// The row was wrapped under a key-encryption key that this server was not given.
    case unknownVersion(UInt32)
    /// The row was changed or moved, or the key-encryption key of that version is another one.
    case notAuthentic(WrapContext)
    case cryptography(CryptographyFailure)
}
