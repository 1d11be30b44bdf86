internal import DRMSystems
internal import HTTPServer
internal import Licensing
internal import Postgres

/// The one place where the domain's reasons meet HTTP; without a `default`, a new reason must choose.
extension Problem {
    init(_ failure: LicenseFailure) {
        switch failure {
        case .token(let refusal): self.init(refusal)
        case .refused(let refused): self.init(refused.reason)
        case .database(let error): self.init(error)
        case .unwrapping(let error): self.init(.internal, "The license could not be made.", because: "\(error)")
        }
    }

    init(_ refusal: ClearKeyRefusal) {
        switch refusal {
        case .tooLong(let limit):
            self.init(.malformedChallenge, "A Clear Key request has at most \(limit) bytes.")
        case .malformed(let error):
            self.init(.malformedChallenge, "The body is no Clear Key request: \(error).")
        case .tooManyKeyIDs(let limit):
            self.init(.tooManyKeyIDs, "One request names at most \(limit) key IDs.")
        case .unsupportedSessionType:
            self.init(.malformedChallenge, "Clear Key licenses are temporary; no other session type is granted.")
        }
    }

    init(_ refusal: TokenRefusal) {
        switch refusal {
        case .expired: self.init(.tokenExpired, "The token has expired.")
        case .tooLong(let limit): self.init(.tokenInvalid, "A token has at most \(limit) bytes.")
        case .notThreeParts: self.init(.tokenInvalid, "The token is not a JWT in compact form.")
        case .badEncoding(let part, _): self.init(.tokenInvalid, "The token's \(part.rawValue) is not base64url.")
        case .badHeader(let error): self.init(.tokenInvalid, "The token's header: \(error).")
        case .criticalExtension: self.init(.tokenInvalid, "The token asks for extensions that are not known here.")
        case .badClaims(let error): self.init(.tokenInvalid, "The token's claims: \(error).")
        case .namesNothing: self.init(.tokenInvalid, "The token names neither a content nor keys.")
        case .notYetValid, .issuedInFuture: self.init(.tokenInvalid, "The token is not valid yet.")
        // One sentence for everything that only a forger needs to tell apart.
        case .unknownKey, .algorithmMismatch, .badSignature, .wrongAudience:
            self.init(.tokenInvalid, "The token is not signed by a key of this service for its site.")
        case .cryptography(let error): self.init(.internal, "The token could not be checked.", because: "\(error)")
        }
    }

    init(_ refusal: LicenseRefusal) {
        switch refusal {
        case .unknownKeys: self.init(.notEntitled, "None of the keys asked for belongs to the token's site.")
        case .notEntitled: self.init(.notEntitled, "The token does not cover the keys asked for.")
        case .unknownPolicy: self.init(.notEntitled, "The token names a policy that does not exist.")
        case .trackNotAllowed: self.init(.notEntitled, "The policy does not allow these tracks.")
        case .notYetValid: self.init(.notEntitled, "The policy allows no license yet.")
        case .noLongerValid: self.init(.notEntitled, "The policy allows no license any more.")
        case .systemNotAllowed: self.init(.notEntitled, "The policy does not allow this DRM system.")
        case .securityLevelTooLow: self.init(.notEntitled, "The policy wants a device of a higher security level.")
        case .subjectMissing: self.init(.notEntitled, "The policy counts devices, and the token names no subject.")
        case .deviceLimitReached: self.init(.notEntitled, "The policy allows no further device for this subject.")
        case .tokenReplayed: self.init(.notEntitled, "The token is for one use, and has been used.")
        }
    }
}
