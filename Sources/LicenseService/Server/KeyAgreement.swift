internal import Cryptography
internal import LicenseStore
internal import Licensing

/// Whether a key ring is the one a database was written with.
enum KeyAgreement {
    /// What does not agree, in a sentence for the operator; nil when all does.
    ///
    /// Without it a wrong key file would show at the first license, as keys that do not open.
    static func complaint(_ ring: KeyRing, _ rows: [KeyEncryptionKeyRow]) throws(CryptographyFailure) -> String? {
        for row in rows {
            guard let key = ring.keys.first(where: { $0.version == row.version }) else {
                return "keyEncryptionKeyFile lacks version \(row.version), under which the database has wrapped keys"
            }
            guard try key.checkValue() == row.checkValue else {
                return "version \(row.version) in keyEncryptionKeyFile is not the key this database was written with"
            }
        }
        return nil
    }
}
