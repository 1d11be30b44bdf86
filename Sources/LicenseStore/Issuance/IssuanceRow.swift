package import Bytes
package import Postgres
package import Reactor

/// An issuance record as it is listed.
///
/// Words that only a newer program knows are passed on as they are. Read from a replica: a record that has not arrived
/// yet is missing until it does.
package struct IssuanceRow: Equatable, Sendable {
    package let instance: UInt128
    package let sequence: Int64
    package let id: UInt128
    /// Since 1970.
    package let issuedAt: Duration
    package let region: String
    package let site: String
    package let contents: [String]
    package let keyIDs: [KeyID]
    package let system: String
    package let outcome: String
    package let subject: String?
    package let tokenID: String?
    package let policyDigest: [UInt8]
    /// When it reached the primary, since 1970.
    package let receivedAt: Duration

    package var place: IssuancePlace { IssuancePlace(issuedAt: issuedAt, id: id) }

    /// At most `$n` records that meet the filter, newest first, after a place.
    ///
    /// A statement for each set of filters: one statement for all would be planned once for all, and scan.
    static func page(_ conditions: [IssuanceFilter.Condition], isContinued: Bool) -> ReadQuery<IssuanceRow> {
        var sql = conditions.enumerated().map { $1.sql("$\($0 + 1)") }
        var parameters = conditions.map(\.type)
        if isContinued {
            sql.append("(issued_at, id) < ($\(parameters.count + 1), $\(parameters.count + 2))")
            parameters += [.timestamp, .uuid]
        }
        let words = conditions.map(\.word) + (isContinued ? ["after"] : [])
        return ReadQuery<IssuanceRow>(
            name: (["issuance.page"] + words).joined(separator: "."),
            sql: """
                SELECT instance, sequence, id, issued_at, region, site, contents, key_ids, system, outcome, subject,
                       token_id, policy_digest, received_at
                  FROM issuance
                 \(sql.isEmpty ? "" : "WHERE " + sql.joined(separator: " AND "))
                 ORDER BY issued_at DESC, id DESC
                 LIMIT $\(parameters.count + 1)
                """,
            parameters: parameters + [.int32]
        ) { row throws(RowError) in try IssuanceRow(row) }
    }

    private init(_ row: borrowing ResultRow) throws(RowError) {
        instance = try row.uuid(0)
        sequence = try row.int64(1)
        id = try row.uuid(2)
        issuedAt = try row.timestamp(3)
        region = try row.text(4)
        site = try row.text(5)
        contents = try row.texts(6).compactMap { $0 }
        keyIDs = try row.uuids(7).compactMap { $0.map(KeyID.init) }
        system = try row.text(8)
        outcome = try row.text(9)
        subject = try row.optional(10) { row, column throws(RowError) in try row.text(column) }
        tokenID = try row.optional(11) { row, column throws(RowError) in try row.text(column) }
        policyDigest = try row.bytes(12)
        receivedAt = try row.timestamp(13)
    }
}

extension LicenseReader {
    /// At most `count` records that meet `filter`, newest first, after a place in that order.
    package func issuances(
        _ filter: IssuanceFilter, after place: IssuancePlace?, count: Int, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [IssuanceRow] {
        let conditions = filter.conditions
        var values = conditions.map(\.value)
        if let place { values += [.timestamp(place.issuedAt), .uuid(place.id)] }
        return try await database.read(
            IssuanceRow.page(conditions, isContinued: place != nil), values + [.int32(Int32(clamping: count))],
            within: limit, on: loop)
    }
}
