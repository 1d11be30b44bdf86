internal import Bytes
internal import Licensing
internal import Postgres

/// The statements that change contents, each a whole transaction.
enum ContentWrites {
    /// Creates a content with all its keys, or does nothing when the name is taken; answers how many contents were
    /// made.
    ///
    /// `ON CONFLICT` waits for a competing transaction to end, so of two equal requests one makes the keys and the
    /// other finds them.
    static let create = WriteQuery<Int>(
        name: "content.create",
        sql: """
            WITH made AS (
                INSERT INTO content (site, name, request_digest) VALUES ($1, $2, $3)
                ON CONFLICT (site, name) DO NOTHING
                RETURNING site, name
            ), keys AS (
                INSERT INTO content_key
                       (key_id, site, content, track_type, scheme, crypto_period, kek_version, nonce, sealed)
                SELECT k.key_id, made.site, made.name, k.track_type, k.scheme, k.crypto_period::bigint, k.kek_version,
                       k.nonce, k.sealed
                  FROM made, unnest($4, $5, $6, $7, $8, $9, $10)
                       AS k(key_id, track_type, scheme, crypto_period, kek_version, nonce, sealed)
                RETURNING 1
            )
            SELECT count(*) FROM made
            """,
        parameters: [
            .text, .text, .bytes, .uuidArray, .textArray, .textArray, .textArray, .int32Array, .bytesArray, .bytesArray,
        ]
    ) { row throws(RowError) in Int(try row.int64(0)) }

    static func createValues(
        site: SiteName, name: ContentName, digest: [UInt8], keys: [StoredContentKey]
    ) -> [SQLValue] {
        [
            .text(site.description), .text(name.description), .bytes(digest),
            .uuids(keys.map(\.keyID.value)),
            .texts(keys.map(\.track.rawValue)),
            .texts(keys.map(\.scheme.rawValue)),
            .texts(keys.map { $0.period.map { String($0.index) } }),
            .int32s(keys.map { Int32(bitPattern: $0.wrapped.version) }),
            .byteStrings(keys.map(\.wrapped.nonce)),
            .byteStrings(keys.map(\.wrapped.sealed)),
        ]
    }

    /// Softly deletes; answers a row when there was something to delete.
    static let delete = WriteQuery<Void>(
        name: "content.delete",
        sql: """
            UPDATE content SET deleted_at = now()
             WHERE site = $1 AND name = $2 AND request_digest = $3 AND deleted_at IS NULL
            RETURNING 1
            """,
        parameters: [.text, .text, .bytes]
    ) { _ in }

    /// Brings a deleted content back, keys and all, for the request that made it.
    static let revive = WriteQuery<Void>(
        name: "content.revive",
        sql: """
            UPDATE content SET deleted_at = NULL
             WHERE site = $1 AND name = $2 AND request_digest = $3 AND deleted_at IS NOT NULL
            RETURNING 1
            """,
        parameters: [.text, .text, .bytes]
    ) { _ in }
}
