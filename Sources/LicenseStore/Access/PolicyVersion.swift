package import Licensing
internal import Postgres

/// One version of a policy, as an operator looks at it.
///
/// Read from a replica: a version set a moment ago is missing until it arrives.
package struct PolicyVersion: Equatable, Sendable {
    package let name: PolicyName
    package let number: Int
    /// Since 1970.
    package let createdAt: Duration
    package let document: String

    /// Of each of a site's policies the newest.
    static let newest = ReadQuery<PolicyVersion>(
        name: "policy.newest",
        sql: """
            SELECT DISTINCT ON (name) name, version, created_at, document FROM policy WHERE site = $1
             ORDER BY name, version DESC
            """,
        parameters: [.text], decode: decode)

    static let byNumber = ReadQuery<PolicyVersion>(
        name: "policy.by_number",
        sql: """
            SELECT name, version, created_at, document FROM policy WHERE site = $1 AND name = $2 AND version = $3
            """,
        parameters: [.text, .text, .int32], decode: decode)

    private static func decode(_ row: borrowing ResultRow) throws(RowError) -> PolicyVersion {
        PolicyVersion(
            name: try row.choice(0) { try? PolicyName($0) }, number: Int(try row.int32(1)),
            createdAt: try row.timestamp(2), document: try row.text(3))
    }
}
