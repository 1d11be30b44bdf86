package import Licensing
internal import Postgres

/// A content in a list: no keys, wrapped or clear.
///
/// Read from a replica: a content acknowledged a moment ago may be missing from the list until it arrives.
package struct ContentSummary: Equatable, Sendable {
    package let name: ContentName
    package let requestDigest: [UInt8]
    package let createdAt: Duration
    package let keyCount: Int

    /// A page after `$2`, by name: names do not move, so a cursor neither skips nor repeats one.
    static let page = ReadQuery<ContentSummary>(
        name: "content.page",
        sql: """
            SELECT c.name, c.request_digest, c.created_at,
                   (SELECT count(*) FROM content_key k WHERE k.site = c.site AND k.content = c.name)
              FROM content c
             WHERE c.site = $1 AND c.name > $2 AND c.deleted_at IS NULL
             ORDER BY c.name
             LIMIT $3
            """,
        parameters: [.text, .text, .int32]
    ) { row throws(RowError) in
        ContentSummary(
            name: try row.contentName(0), requestDigest: try row.bytes(1), createdAt: try row.timestamp(2),
            keyCount: Int(try row.int64(3)))
    }
}
