internal import Postgres

/// A device that a subject has had a license on, as an operator looks at it.
///
/// Read from a replica: one that was counted a moment ago shows when it arrives.
package struct DeviceRow: Equatable, Sendable {
    package let system: String
    package let id: [UInt8]
    /// Since 1970.
    package let firstSeenAt: Duration

    /// No subject has more than a policy can allow.
    static let bySubject = ReadQuery<DeviceRow>(
        name: "device.by_subject",
        sql: """
            SELECT system, device_id, first_seen_at FROM device WHERE site = $1 AND subject = $2
             ORDER BY first_seen_at, device_id
            """,
        parameters: [.text, .text]
    ) { row throws(RowError) in
        DeviceRow(system: try row.text(0), id: try row.bytes(1), firstSeenAt: try row.timestamp(2))
    }

    /// Takes one device away, or with NULL all of the subject's; a row for each.
    static let forget = WriteQuery<Void>(
        name: "device.forget",
        sql: """
            DELETE FROM device WHERE site = $1 AND subject = $2 AND ($3::bytea IS NULL OR device_id = $3) RETURNING 1
            """,
        parameters: [.text, .text, .bytes]
    ) { _ in }
}
