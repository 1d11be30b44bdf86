extension Problem {
    /// Stable for ever: clients branch on the raw value, so retire a code but never reuse one.
    ///
    /// Each is documented in `docs/problems.md`; a test says so.
    package enum Code: String, CaseIterable, Sendable {
        case malformedRequest = "malformed-request"
        case malformedChallenge = "malformed-challenge"
        case tooManyKeyIDs = "too-many-key-ids"
        case tokenMissing = "token-missing"
        case tokenInvalid = "token-invalid"
        case tokenExpired = "token-expired"
        case notEntitled = "not-entitled"
        case credentialMissing = "credential-missing"
        case credentialInvalid = "credential-invalid"
        case forbidden = "forbidden"
        case notFound = "not-found"
        case systemNotConfigured = "system-not-configured"
        case methodNotAllowed = "method-not-allowed"
        case notAcceptable = "not-acceptable"
        case contentConflict = "content-conflict"
        case preconditionFailed = "precondition-failed"
        case lengthRequired = "length-required"
        case bodyTooLarge = "body-too-large"
        case targetTooLong = "target-too-long"
        case unsupportedMediaType = "unsupported-media-type"
        case expectationFailed = "expectation-failed"
        case headersTooLarge = "headers-too-large"
        case `internal` = "internal"
        case vantageSecretInvalid = "vantage-secret-invalid"
        case vantageUnknown = "vantage-unknown"
        case overrideRefused = "override-refused"
        case notImplemented = "not-implemented"
        case readOnlyRegion = "read-only-region"
        case stalePrimary = "stale-primary"
        case databaseUnavailable = "database-unavailable"
        case overloaded = "overloaded"
        case journalUnavailable = "journal-unavailable"
        case deviceKeyUnavailable = "device-key-unavailable"
        case versionNotSupported = "version-not-supported"

        package var status: Int {
            switch self {
            case .malformedRequest, .malformedChallenge, .tooManyKeyIDs: 400
            case .tokenMissing, .tokenInvalid, .tokenExpired, .credentialMissing, .credentialInvalid,
                .vantageSecretInvalid:
                401
            case .notEntitled, .forbidden, .vantageUnknown: 403
            case .notFound, .systemNotConfigured: 404
            case .methodNotAllowed: 405
            case .notAcceptable: 406
            case .contentConflict, .overrideRefused: 409
            case .lengthRequired: 411
            case .preconditionFailed: 412
            case .bodyTooLarge: 413
            case .targetTooLong: 414
            case .unsupportedMediaType: 415
            case .expectationFailed: 417
            case .headersTooLarge: 431
            case .internal: 500
            case .notImplemented: 501
            case .readOnlyRegion, .stalePrimary, .databaseUnavailable, .overloaded, .journalUnavailable,
                .deviceKeyUnavailable:
                503
            case .versionNotSupported: 505
            }
        }

        /// What RFC 9457 calls the title: the same for every occurrence.
        package var title: String {
            let words = rawValue.split(separator: "-").joined(separator: " ")
            return words.prefix(1).uppercased() + words.dropFirst()
        }
    }
}
