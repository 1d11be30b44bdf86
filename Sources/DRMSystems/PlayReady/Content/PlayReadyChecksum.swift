package import Bytes
package import Cryptography

/// By what a header's key is recognized: the key ID, encrypted with the key.
package enum PlayReadyChecksum {
    package static let byteCount = 8

    /// Of an AESCTR header; the others have none.
    package static func bytes(of key: Secret, for keyID: KeyID) throws(CryptographyFailure) -> [UInt8] {
        Array(try AES128ECB(key: key).encrypt(keyID.guid).prefix(byteCount))
    }
}
