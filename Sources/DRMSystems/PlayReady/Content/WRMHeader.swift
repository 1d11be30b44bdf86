package import Bytes
internal import Licensing

/// A PlayReady header of version 4.0 to 4.3: which keys a content needs ("PlayReady Header Specification").
package struct WRMHeader: Equatable, Sendable {
    package enum Version: String, CaseIterable, Sendable {
        case v4_0 = "4.0.0.0"
        case v4_1 = "4.1.0.0"
        case v4_2 = "4.2.0.0"
        case v4_3 = "4.3.0.0"

        /// From 4.2 on a header names many keys.
        package var keysMax: Int { self < .v4_2 ? 1 : LicensingLimits.requestedKeysMax }
    }

    /// How the content is encrypted.
    package enum Cipher: String, CaseIterable, Sendable {
        case ctr = "AESCTR"
        case cbc = "AESCBC"
    }

    package struct Key: Equatable, Sendable {
        package let keyID: KeyID
        /// Nil when a header of 4.3 leaves it to the key store.
        package let cipher: Cipher?
        /// By which a wrong key is noticed before a player decrypts noise; nil when the packager left it out.
        package let checksum: [UInt8]?

        package init(keyID: KeyID, cipher: Cipher?, checksum: [UInt8]? = nil) {
            self.keyID = keyID
            self.cipher = cipher
            self.checksum = checksum
        }
    }

    package let version: Version
    /// Each key ID once; one at least.
    package let keys: [Key]
    package let licenseURL: String?

    /// - Precondition: `keys` is not empty, and has no more than the version can say.
    package init(version: Version, keys: [Key], licenseURL: String? = nil) {
        precondition(!keys.isEmpty && keys.count <= version.keysMax, "a header names its keys")
        self.version = version
        self.keys = keys
        self.licenseURL = licenseURL
    }
}

extension WRMHeader.Version: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Why a header is not read.
package enum WRMHeaderFailure: Error, Equatable, Sendable {
    case malformed
    /// Another version than 4.0 to 4.3.
    case unsupportedVersion
}
