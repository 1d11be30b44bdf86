internal import Bytes
package import Licensing
internal import Postgres

/// A content key as a license request needs it: wrapped, with its owners.
///
/// Read from a replica: a row that has not arrived yet means a license refused now and granted a moment later; a row
/// never changes once it is there, so a stale one cannot be wrong.
package struct ContentKeyRow: Equatable, Sendable {
    package let site: SiteName
    package let content: ContentName
    package let key: StoredContentKey

    package init(site: SiteName, content: ContentName, key: StoredContentKey) {
        self.site = site
        self.content = content
        self.key = key
    }

    /// The select list that `init(_:from:)` reads.
    static let columns = """
        k.key_id, k.track_type, k.scheme, k.crypto_period, k.kek_version, k.nonce, k.sealed, k.site, k.content
        """

    /// One query for all the key IDs that were asked for since the last one.
    ///
    /// `OFFSET 0` keeps the planner from turning the inner query into a join: it then looks up each row's content in
    /// the index of the deleted ones, which is small or empty, whatever the statistics say or do not say yet
    /// (docs/decisions/0023-grouped-lookups.md). A key's content exists always: there is a foreign key.
    static let byKeyIDs = ReadQuery<ContentKeyRow>(
        name: "content_key.by_key_ids",
        sql: """
            SELECT \(columns)
              FROM content_key k
             WHERE k.key_id = any($1)
               AND NOT EXISTS (
                       SELECT FROM content c
                        WHERE c.site = k.site AND c.name = k.content AND c.deleted_at IS NOT NULL
                       OFFSET 0)
            """,
        parameters: [.uuidArray]
    ) { row throws(RowError) in
        try ContentKeyRow(row, from: 0)
    }

    /// From nine columns: those of a stored key, then site and content.
    init(_ row: borrowing ResultRow, from first: Int) throws(RowError) {
        site = try row.siteName(first + 7)
        content = try row.contentName(first + 8)
        key = try StoredContentKey(row, from: first)
    }
}

extension StoredContentKey {
    /// From the columns key_id, track_type, scheme, crypto_period, kek_version, nonce, sealed, in this order.
    init(_ row: borrowing ResultRow, from first: Int = 0) throws(RowError) {
        try self.init(
            row, from: first, track: row.choice(first + 1, TrackType.init(rawValue:)),
            scheme: row.choice(first + 2, EncryptionScheme.init(rawValue:)))
    }

    /// The same, when the two words have been read already.
    init(
        _ row: borrowing ResultRow, from first: Int = 0, track: TrackType, scheme: EncryptionScheme
    ) throws(RowError) {
        self.init(
            keyID: KeyID(try row.uuid(first)), track: track, scheme: scheme,
            period: try row.optional(first + 3) { row, column throws(RowError) in
                CryptoPeriod(index: UInt32(truncatingIfNeeded: try row.int64(column)))
            },
            wrapped: WrappedKey(
                version: UInt32(bitPattern: try row.int32(first + 4)), nonce: try row.bytes(first + 5),
                sealed: try row.bytes(first + 6))
        )
    }
}
