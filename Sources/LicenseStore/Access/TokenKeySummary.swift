package import Licensing
internal import Postgres

/// A token key as an operator looks at it.
///
/// Read from a replica: a key made or revoked a moment ago shows when that arrives.
package struct TokenKeySummary: Equatable, Sendable {
    package let name: TokenKeyName
    package let algorithm: String
    /// Since 1970, as is the next.
    package let createdAt: Duration
    package let revokedAt: Duration?

    static let bySite = ReadQuery<TokenKeySummary>(
        name: "token_key.by_site",
        sql: """
            SELECT name, algorithm, created_at, revoked_at FROM token_key WHERE site = $1
             ORDER BY created_at DESC, name
            """,
        parameters: [.text]
    ) { row throws(RowError) in
        TokenKeySummary(
            name: try row.choice(0) { try? TokenKeyName($0) }, algorithm: try row.text(1),
            createdAt: try row.timestamp(2),
            revokedAt: try row.optional(3) { row, column throws(RowError) in try row.timestamp(column) })
    }

    /// Answers a row when there was a key to revoke.
    static let revoke = WriteQuery<Void>(
        name: "token_key.revoke",
        sql: "UPDATE token_key SET revoked_at = now() WHERE name = $1 AND revoked_at IS NULL RETURNING 1",
        parameters: [.text]
    ) { _ in }
}
