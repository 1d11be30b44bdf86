internal import Licensing
package import Postgres

/// Everything `/health` asks of a database, in one question.
///
/// One row version decides, on a primary as on a replica (no decision from two queries, which could see two moments).
package struct HealthRow: Sendable {
    package let state: RegionState
    /// The canary's key: none before the first primary has made it.
    package let canary: [ContentKeyRow]

    package static let look = ReadQuery<HealthRow>(
        name: "health.look",
        sql: """
            SELECT \(RegionState.columns),
                   \(ContentKeyRow.columns)
              FROM (SELECT $1::uuid AS key_id) asked
              LEFT JOIN content_key k ON k.key_id = asked.key_id
            """,
        parameters: [.uuid]
    ) { row throws(RowError) in
        HealthRow(state: try RegionState(row), canary: try row.isNull(5) ? [] : [ContentKeyRow(row, from: 5)])
    }
}
