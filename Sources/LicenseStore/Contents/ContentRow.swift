package import Licensing
internal import Postgres

/// One key of a content, beside what is known of the content itself.
///
/// Read from a replica: a content that has not arrived there yet is simply not found.
struct ContentRow: Sendable {
    let requestDigest: [UInt8]
    let createdAt: Duration
    let isDeleted: Bool
    let key: StoredContentKey

    static let byName = ReadQuery<ContentRow>(
        name: "content.by_name",
        sql: """
            SELECT k.key_id, k.track_type, k.scheme, k.crypto_period, k.kek_version, k.nonce, k.sealed,
                   c.request_digest, c.created_at, c.deleted_at IS NOT NULL
              FROM content c
              JOIN content_key k ON k.site = c.site AND k.content = c.name
             WHERE c.site = $1 AND c.name = $2
             ORDER BY k.crypto_period NULLS FIRST, k.track_type
            """,
        parameters: [.text, .text]
    ) { row throws(RowError) in
        ContentRow(
            requestDigest: try row.bytes(7), createdAt: try row.timestamp(8), isDeleted: try row.bool(9),
            key: try StoredContentKey(row))
    }
}

/// A content as the database holds it.
package struct StoredContent: Sendable {
    package let site: SiteName
    package let name: ContentName
    package let requestDigest: [UInt8]
    /// Since 1970.
    package let createdAt: Duration
    /// Deleted contents stay for the audit and grant nothing.
    package let isDeleted: Bool
    package let keys: [StoredContentKey]

    init?(site: SiteName, name: ContentName, rows: [ContentRow]) {
        guard let first = rows.first else { return nil }
        self.site = site
        self.name = name
        requestDigest = first.requestDigest
        createdAt = first.createdAt
        isDeleted = first.isDeleted
        keys = rows.map(\.key)
    }
}
