internal import Bytes
internal import Licensing
internal import Postgres

/// The questions of an admission.
enum AdmissionRow {
    /// Counts a license in, whole or not at all.
    static let admit = WriteQuery<Admittance>(
        name: "license.admit",
        sql: "SELECT admit_license($1, $2, $3, $4, $5, $6, $7)",
        parameters: [.text, .text, .text, .bytes, .int32, .text, .timestamp]
    ) { row throws(RowError) in
        switch try row.choice(0, IssuanceOutcome.init(word:)) {
        case .granted: return .admitted
        case .tokenReplayed: return .refused(.tokenReplayed)
        case .deviceLimitReached: return .refused(.deviceLimitReached)
        case .unknownKeys, .notEntitled, .unknownPolicy, .trackNotAllowed, .notYetValid, .noLongerValid,
            .systemNotAllowed, .securityLevelTooLow, .subjectMissing:
            throw RowError(column: 0, .unknownValue)
        }
    }

    static func admitValues(_ ask: AdmissionAsk) -> [SQLValue] {
        standingValues(ask).prefix(4) + [
            ask.devices.map { .int32(Int32(clamping: $0.max)) } ?? .null,
            ask.token.map { .text($0.tokenID) } ?? .null,
            ask.token.map { .timestamp(.seconds($0.end.seconds)) } ?? .null,
        ]
    }

    /// What a database holds of an ask.
    ///
    /// Read from a replica: a device or a use that has not arrived yet is not known, which is reported and accepted.
    static let standing = ReadQuery<ReplicaAdmissions.Standing>(
        name: "license.admission_standing",
        sql: """
            SELECT EXISTS (SELECT FROM used_token WHERE site = $1 AND token_id = $5),
                   EXISTS (SELECT FROM device
                            WHERE site = $1 AND subject = $2 AND system = $3 AND device_id = $4),
                   (SELECT count(*) FROM device WHERE site = $1 AND subject = $2)
            """,
        parameters: [.text, .text, .text, .bytes, .text]
    ) { row throws(RowError) in
        ReplicaAdmissions.Standing(
            isTokenUsed: try row.bool(0), isDeviceKnown: try row.bool(1), deviceCount: Int(try row.int64(2)))
    }

    static func standingValues(_ ask: AdmissionAsk) -> [SQLValue] {
        [
            .text(ask.site.description), ask.devices.map { .text($0.subject) } ?? .null, .text(ask.system.rawValue),
            ask.devices.map { .bytes($0.device) } ?? .null, ask.token.map { .text($0.tokenID) } ?? .null,
        ]
    }
}
