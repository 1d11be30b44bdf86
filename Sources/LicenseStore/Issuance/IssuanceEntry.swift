internal import Bytes
package import Licensing
internal import Postgres

/// A record with its place in a journal, on its way to the primary.
package struct IssuanceEntry: Equatable, Sendable {
    package let sequence: UInt64
    package let chainHash: [UInt8]
    package let record: IssuanceRecord

    package init(sequence: UInt64, chainHash: [UInt8], record: IssuanceRecord) {
        self.sequence = sequence
        self.chainHash = chainHash
        self.record = record
    }
}

/// The statements that move records to the primary, each a whole transaction.
enum IssuanceWrites {
    /// The last moment a record may claim, the end of the year 9999: what lies beyond is no clock's.
    private static let millisecondsMax: Int64 = 253_402_300_799_999

    /// Adds what is not there yet and answers how much that was.
    ///
    /// Lists stand in text, one for each record, because PostgreSQL unnests an array of arrays to its last element.
    static let add = WriteQuery<Int>(
        name: "issuance.add",
        sql: """
            WITH made AS (
                INSERT INTO issuance (instance, sequence, chain_hash, id, issued_at, region, site, contents, key_ids,
                                      system, outcome, subject, token_id, policy_digest)
                SELECT $1, r.sequence, r.chain_hash, r.id,
                       timestamptz 'epoch' + r.milliseconds * interval '1 millisecond', r.region, r.site,
                       r.contents::text[], r.key_ids::uuid[], r.system, r.outcome, r.subject, r.token_id,
                       r.policy_digest
                  FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                       AS r(sequence, chain_hash, id, milliseconds, region, site, contents, key_ids, system, outcome,
                            subject, token_id, policy_digest)
                ON CONFLICT (instance, sequence) DO NOTHING
                RETURNING 1
            )
            SELECT count(*) FROM made
            """,
        parameters: [
            .uuid, .int64Array, .bytesArray, .uuidArray, .int64Array, .textArray, .textArray, .textArray, .textArray,
            .textArray, .textArray, .textArray, .textArray, .bytesArray,
        ]
    ) { row throws(RowError) in Int(try row.int64(0)) }

    static func addValues(_ entries: [IssuanceEntry], of instance: UInt128) -> [SQLValue] {
        [
            .uuid(instance), .int64s(entries.map { Int64(clamping: $0.sequence) }),
            .byteStrings(entries.map { $0.chainHash }), .uuids(entries.map { $0.record.id.value }),
            .int64s(entries.map { min(max(0, $0.record.issuedAtMilliseconds), millisecondsMax) }),
            .texts(entries.map { $0.record.region }), .texts(entries.map { $0.record.site.description }),
            .texts(entries.map { arrayText($0.record.contents.map(\.description)) }),
            .texts(entries.map { arrayText($0.record.keys.map(\.keyID.description)) }),
            .texts(entries.map { $0.record.system.rawValue }), .texts(entries.map { $0.record.outcome.word }),
            .texts(entries.map { $0.record.subject.map(storable) }),
            .texts(entries.map { $0.record.tokenID.map(storable) }),
            .byteStrings(entries.map { $0.record.policyDigest }),
        ]
    }

    /// An array as PostgreSQL reads it from text (PostgreSQL 15 documentation §8.15.2); the elements are names and
    /// identifiers, which hold neither quotes nor backslashes.
    private static func arrayText(_ elements: [String]) -> String {
        var text = Array("{".utf8)
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(UInt8(ascii: "\""))
            text.append(contentsOf: element.utf8)
            text.append(UInt8(ascii: "\""))
        }
        text.append(UInt8(ascii: "}"))
        return String(decoding: text, as: UTF8.self)
    }

    /// PostgreSQL's text holds every character but U+0000, which a token may hold.
    private static func storable(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }))
    }
}

/// A record as the database holds it, as far as it takes to know it again.
struct HeldIssuance: Equatable, Sendable {
    let sequence: UInt64
    let chainHash: [UInt8]

    /// Those of one journal between two places.
    static let between = ReadQuery<HeldIssuance>(
        name: "issuance.held",
        sql: """
            SELECT sequence, chain_hash FROM issuance WHERE instance = $1 AND sequence BETWEEN $2 AND $3
             ORDER BY sequence
            """,
        parameters: [.uuid, .int64, .int64]
    ) { row throws(RowError) in
        HeldIssuance(sequence: UInt64(bitPattern: try row.int64(0)), chainHash: try row.bytes(1))
    }
}
