package import Licensing
internal import Postgres

/// A site's policies, each in its newest version.
///
/// Read from a replica: a policy set a moment ago applies when it arrives, as it does for caches.
package struct PolicyRow: Equatable, Sendable {
    package let name: PolicyName
    package let document: String

    static let bySite = ReadQuery<PolicyRow>(
        name: "policy.by_site",
        sql: "SELECT DISTINCT ON (name) name, document FROM policy WHERE site = $1 ORDER BY name, version DESC",
        parameters: [.text]
    ) { row throws(RowError) in
        PolicyRow(name: try row.choice(0) { try? PolicyName($0) }, document: try row.text(1))
    }

    /// Adds the next version and answers its number.
    static let add = WriteQuery<Int>(
        name: "policy.add",
        sql: """
            INSERT INTO policy (site, name, version, document)
            SELECT $1, $2, coalesce(max(version), 0) + 1, $3 FROM policy WHERE site = $1 AND name = $2
            RETURNING version
            """,
        parameters: [.text, .text, .text]
    ) { row throws(RowError) in Int(try row.int32(0)) }
}
