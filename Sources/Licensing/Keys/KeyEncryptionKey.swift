package import Bytes
package import Cryptography

/// The key that wraps content keys; it lives outside the database.
package struct KeyEncryptionKey: Sendable {
    /// AES-256.
    package static let length = 32

    /// Counted from 1.
    package let version: UInt32
    package let secret: Secret

    package init(version: UInt32, secret: Secret) throws(KeyFileError) {
        guard version > 0 else { throw .versionZero }
        guard secret.count == Self.length else { throw .wrongLength(secret.count, line: nil) }
        self.version = version
        self.secret = secret
    }

    /// A value to keep beside the wrapped keys, so that a wrong key is noticed at the start, not at the first license.
    ///
    /// HKDF is one-way and the input has 256 bits of chance: who reads the value learns nothing about the key.
    package func checkValue() throws(CryptographyFailure) -> [UInt8] {
        let value = try derive("key check value", count: 16)
        return value.withBytes { [UInt8](copying: $0) }
    }

    /// The content key of the canary that `/health` licenses.
    ///
    /// Derived, so that health can tell what the license must hold without asking the database it is checking.
    package func canary() throws(CryptographyFailure) -> ContentKey {
        let keyID = try derive("canary key ID", count: 16).withBytes { [UInt8](copying: $0) }
        let key = try derive("canary content key", count: ContentKey.length)
        return ContentKey(
            keyID: KeyID(keyID.reduce(0) { $0 << 8 | UInt128($1) }), key: key, track: .sd, scheme: .cenc)
    }

    /// RFC 5869; the purpose stands in `info`, so that no two derived values share a stream.
    private func derive(_ purpose: String, count: Int) throws(CryptographyFailure) -> Secret {
        try HKDF.deriveSHA256(key: secret, salt: [], info: Array("evergrant v1 \(purpose)".utf8), count: count)
    }
}
