internal import Postgres

/// A key-encryption key the database has met: its version and a value that only the same key gives.
package struct KeyEncryptionKeyRow: Equatable, Sendable {
    package let version: UInt32
    package let checkValue: [UInt8]

    static let all = ReadQuery<KeyEncryptionKeyRow>(
        name: "key_encryption_key.all",
        sql: "SELECT version, check_value FROM key_encryption_key ORDER BY version"
    ) { row throws(RowError) in
        KeyEncryptionKeyRow(version: UInt32(bitPattern: try row.int32(0)), checkValue: try row.bytes(1))
    }

    static let add = WriteQuery<Void>(
        name: "key_encryption_key.add",
        sql: "INSERT INTO key_encryption_key (version, check_value) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        parameters: [.int32, .bytes]
    ) { _ in }
}
