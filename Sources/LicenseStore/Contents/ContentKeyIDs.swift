internal import Bytes
internal import Postgres

/// The key IDs of a content, for players that name a content and no key.
///
/// Read from a replica: a content that has not arrived there yet has none, and a moment later it has.
enum ContentKeyIDs {
    /// The newest periods first: a channel may have had more keys than one license holds.
    static let byContent = ReadQuery<KeyID>(
        name: "content_key.ids_by_content",
        sql: """
            SELECT k.key_id
              FROM content c
              JOIN content_key k ON k.site = c.site AND k.content = c.name
             WHERE c.site = $1 AND c.name = $2 AND c.deleted_at IS NULL
             ORDER BY k.crypto_period DESC NULLS FIRST, k.track_type
             LIMIT $3
            """,
        parameters: [.text, .text, .int32]
    ) { row throws(RowError) in
        KeyID(try row.uuid(0))
    }
}
