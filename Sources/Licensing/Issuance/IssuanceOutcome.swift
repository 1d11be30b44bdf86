/// What became of a license request whose token was good; the raw value stands in records for ever.
package enum IssuanceOutcome: UInt8, CaseIterable, Sendable {
    case granted = 0
    case unknownKeys = 1
    case notEntitled = 2
    case unknownPolicy = 3
    case trackNotAllowed = 4
    case notYetValid = 5
    case noLongerValid = 6
    case systemNotAllowed = 7
    case securityLevelTooLow = 8
    case subjectMissing = 9
    case deviceLimitReached = 10
    case tokenReplayed = 11

    package init(_ refusal: LicenseRefusal) {
        switch refusal {
        case .unknownKeys: self = .unknownKeys
        case .notEntitled: self = .notEntitled
        case .unknownPolicy: self = .unknownPolicy
        case .trackNotAllowed: self = .trackNotAllowed
        case .notYetValid: self = .notYetValid
        case .noLongerValid: self = .noLongerValid
        case .systemNotAllowed: self = .systemNotAllowed
        case .securityLevelTooLow: self = .securityLevelTooLow
        case .subjectMissing: self = .subjectMissing
        case .deviceLimitReached: self = .deviceLimitReached
        case .tokenReplayed: self = .tokenReplayed
        }
    }

    /// As the database and the API spell it.
    package var word: String {
        switch self {
        case .granted: "granted"
        case .unknownKeys: "unknown-keys"
        case .notEntitled: "not-entitled"
        case .unknownPolicy: "unknown-policy"
        case .trackNotAllowed: "track-not-allowed"
        case .notYetValid: "not-yet-valid"
        case .noLongerValid: "no-longer-valid"
        case .systemNotAllowed: "system-not-allowed"
        case .securityLevelTooLow: "security-level-too-low"
        case .subjectMissing: "subject-missing"
        case .deviceLimitReached: "device-limit-reached"
        case .tokenReplayed: "token-replayed"
        }
    }

    package init?(word: String) {
        guard let outcome = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = outcome
    }
}
