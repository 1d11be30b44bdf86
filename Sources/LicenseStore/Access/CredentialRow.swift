internal import Licensing
internal import Postgres

/// The credentials of packagers.
///
/// Read from a replica: a key revoked a moment ago may be admitted that much longer, and a replica takes no write
/// anyway.
enum CredentialRow {
    static let byID = ReadQuery<PackagerCredential>(
        name: "packager_credential.by_id",
        sql: "SELECT id, site, secret_digest FROM packager_credential WHERE id = $1 AND revoked_at IS NULL",
        parameters: [.text]
    ) { row throws(RowError) in
        PackagerCredential(id: try row.text(0), site: try row.siteName(1), secretDigest: try row.bytes(2))
    }

    static let create = WriteQuery<Void>(
        name: "packager_credential.create",
        sql: "INSERT INTO packager_credential (id, site, name, secret_digest) VALUES ($1, $2, $3, $4)",
        parameters: [.text, .text, .text, .bytes]
    ) { _ in }

    static let revoke = WriteQuery<Void>(
        name: "packager_credential.revoke",
        sql: "UPDATE packager_credential SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING 1",
        parameters: [.text]
    ) { _ in }
}
