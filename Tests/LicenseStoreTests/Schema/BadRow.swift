import Testing

/// A statement that one constraint has to refuse.
struct BadRow: Sendable, CustomTestStringConvertible {
    let constraint: String
    let sql: String

    var testDescription: String { constraint }

    init(_ constraint: String, _ sql: String) {
        self.constraint = constraint
        self.sql = sql
    }

    /// A content key like the good one, but for one column.
    private static func key(_ constraint: String, _ column: String, _ value: String) -> BadRow {
        let good = [
            ("key_id", "gen_random_uuid()"), ("site", "'rows'"), ("content", "'good'"), ("track_type", "'HD'"),
            ("scheme", "'cbcs'"), ("crypto_period", "1"), ("kek_version", "1"), ("nonce", bytes(12)),
            ("sealed", bytes(32)),
        ]
        let values = good.map { $0.0 == column ? value : $0.1 }
        return BadRow(constraint, "INSERT INTO content_key VALUES (\(values.joined(separator: ", ")))")
    }

    /// A token key of the given kind.
    private static func tokenKey(
        _ constraint: String, name: String = "'bad'", _ algorithm: String, kek: String, nonce: String
    ) -> BadRow {
        BadRow(
            constraint,
            """
            INSERT INTO token_key (name, site, algorithm, material, kek_version, nonce)
            VALUES (\(name), 'rows', '\(algorithm)', '\\x01', \(kek), \(nonce))
            """)
    }

    static func bytes(_ count: Int) -> String { "'\\x\(String(repeating: "ab", count: count))'" }

    private static func text(_ count: Int) -> String { "repeat('x', \(count))" }

    private static let sites = [
        BadRow("site_name_check", "INSERT INTO site (name) VALUES ('')"),
        BadRow("site_name_check", "INSERT INTO site (name) VALUES (\(text(65)))"),
        BadRow("key_encryption_key_version_check", "INSERT INTO key_encryption_key VALUES (0, \(bytes(16)))"),
        BadRow("key_encryption_key_version_check", "INSERT INTO key_encryption_key VALUES (-1, \(bytes(16)))"),
        BadRow("key_encryption_key_check_value_check", "INSERT INTO key_encryption_key VALUES (9, \(bytes(15)))"),
        BadRow("key_encryption_key_check_value_check", "INSERT INTO key_encryption_key VALUES (9, \(bytes(17)))"),
    ]

    private static func credential(_ constraint: String, _ id: String, _ name: String, _ digest: String) -> BadRow {
        BadRow(constraint, "INSERT INTO packager_credential VALUES (\(id), 'rows', \(name), \(digest))")
    }

    private static let credentials = [
        credential("packager_credential_id_check", "'0123456789abcde'", "'n'", bytes(32)),
        credential("packager_credential_id_check", "'0123456789ABCDEF'", "'n'", bytes(32)),
        credential("packager_credential_id_check", "E'0123456789abcdef\\n'", "'n'", bytes(32)),
        credential("packager_credential_name_check", "'0123456789abcdef'", "''", bytes(32)),
        credential("packager_credential_name_check", "'0123456789abcdef'", text(201), bytes(32)),
        credential("packager_credential_secret_digest_check", "'0123456789abcdef'", "'n'", bytes(31)),
    ]

    private static let tokenKeys = [
        tokenKey("token_key_name_check", name: "''", "ES256", kek: "NULL", nonce: "NULL"),
        tokenKey("token_key_name_check", name: text(201), "ES256", kek: "NULL", nonce: "NULL"),
        tokenKey("token_key_algorithm_check", "RS256", kek: "NULL", nonce: "NULL"),
        tokenKey("token_key_nonce_check", "HS256", kek: "1", nonce: bytes(11)),
        tokenKey("token_key_check", "HS256", kek: "NULL", nonce: "NULL"),
        tokenKey("token_key_check", "ES256", kek: "1", nonce: bytes(12)),
        tokenKey("token_key_check", "HS256", kek: "1", nonce: "NULL"),
        tokenKey("token_key_check", "EdDSA", kek: "NULL", nonce: bytes(12)),
    ]

    private static let policies = [
        BadRow("device_subject_check", "INSERT INTO device VALUES ('rows', '', 'widevine', '\\x01')"),
        BadRow("device_subject_check", "INSERT INTO device VALUES ('rows', \(text(256)), 'widevine', '\\x01')"),
        BadRow("device_device_id_check", "INSERT INTO device VALUES ('rows', 's', 'widevine', '')"),
        BadRow("device_device_id_check", "INSERT INTO device VALUES ('rows', 's', 'widevine', \(bytes(65)))"),
        BadRow("used_token_token_id_check", "INSERT INTO used_token VALUES ('rows', '', now())"),
        BadRow("used_token_token_id_check", "INSERT INTO used_token VALUES ('rows', \(text(256)), now())"),
        BadRow("policy_name_check", "INSERT INTO policy VALUES ('rows', '', 1, '{}')"),
        BadRow("policy_name_check", "INSERT INTO policy VALUES ('rows', \(text(201)), 1, '{}')"),
        BadRow("policy_version_check", "INSERT INTO policy VALUES ('rows', 'p', 0, '{}')"),
        BadRow("policy_document_check", "INSERT INTO policy VALUES ('rows', 'p', 1, \(text(65_537)))"),
    ]

    private static let contents = [
        BadRow("content_name_check", "INSERT INTO content VALUES ('rows', '', \(bytes(32)))"),
        BadRow("content_name_check", "INSERT INTO content VALUES ('rows', \(text(201)), \(bytes(32)))"),
        BadRow("content_request_digest_check", "INSERT INTO content VALUES ('rows', 'c', \(bytes(31)))"),
        key("content_key_track_type_check", "track_type", "'8K'"),
        key("content_key_track_type_check", "track_type", "'hd'"),
        key("content_key_scheme_check", "scheme", "'cens'"),
        key("content_key_crypto_period_check", "crypto_period", "-1"),
        key("content_key_crypto_period_check", "crypto_period", "4294967296"),
        key("content_key_nonce_check", "nonce", bytes(13)),
        key("content_key_sealed_check", "sealed", bytes(16)),
    ]

    private static let others = [
        BadRow("heartbeat_region_check", "INSERT INTO heartbeat VALUES ('', now(), 1)"),
        BadRow("heartbeat_region_check", "INSERT INTO heartbeat VALUES (\(text(33)), now(), 1)"),
        BadRow("schema_migration_version_check", "INSERT INTO schema_migration VALUES (0, 'm', \(bytes(32)))"),
        BadRow("schema_migration_sha256_check", "INSERT INTO schema_migration VALUES (99, 'm', \(bytes(31)))"),
    ]

    /// At least one for every CHECK constraint of the schema.
    static let refusedByCheck = sites + credentials + tokenKeys + policies + contents + others

    /// One for each way in which rows have to fit together.
    static let refusedByReference = [
        key("content_key_kek_version_fkey", "kek_version", "99"),
        key("content_key_site_content_fkey", "content", "'missing'"),
        BadRow("token_key_site_fkey", "INSERT INTO token_key VALUES ('t', 'missing', 'ES256', '\\x01')"),
        BadRow("device_site_fkey", "INSERT INTO device VALUES ('missing', 's', 'widevine', '\\x01')"),
        BadRow("used_token_site_fkey", "INSERT INTO used_token VALUES ('missing', 't', now())"),
        BadRow("policy_site_fkey", "INSERT INTO policy VALUES ('missing', 'p', 1, '{}')"),
        BadRow("content_site_fkey", "INSERT INTO content VALUES ('missing', 'c', \(bytes(32)))"),
        BadRow(
            "packager_credential_site_fkey",
            "INSERT INTO packager_credential VALUES ('0123456789abcdef', 'missing', 'n', \(bytes(32)))"),
        BadRow("content_key_site_content_fkey", "DELETE FROM content WHERE site = 'rows'"),
        BadRow("content_site_fkey", "DELETE FROM site WHERE name = 'rows'"),
    ]
}
