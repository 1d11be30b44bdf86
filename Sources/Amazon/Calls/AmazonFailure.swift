/// Why a call came to nothing.
package enum AmazonFailure: Error, Equatable, Sendable {
    /// There was nothing to sign with.
    case credentials(CredentialFailure)
    /// No answer: a name, a connection, TLS or a deadline failed. The service may have done it nevertheless.
    case unreachable(String)
    /// The service said no, in its own code and words, which are bounded and fit for a log.
    case refused(status: Int, code: String, message: String)
    /// An answer that is not one of this service.
    case malformedAnswer(String)
    /// What was asked for cannot be asked: over a limit of the service, or not for the wire.
    case invalid(String)

    /// Whether the same call may succeed later.
    package var isWorthRetrying: Bool {
        switch self {
        case .credentials(.unavailable), .unreachable, .malformedAnswer: true
        case .credentials(.notConfigured), .credentials(.unusable), .invalid: false
        case .refused(let status, let code, _):
            status >= 500 || status == 429 || Self.transientCodes.contains(code) || isAboutCredentials
        }
    }

    /// Whether other credentials might be let in: the next attempt fetches them anew.
    package var isAboutCredentials: Bool {
        guard case .refused(_, let code, _) = self else { return false }
        return Self.credentialCodes.contains(code)
    }

    /// Whether a Route 53 batch met other records than those it was to replace.
    ///
    /// AWS says `InvalidChangeBatch` for both halves of the comparison; simulators say `InvalidInput` for the first.
    package var isConflict: Bool {
        guard case .refused(_, let code, _) = self else { return false }
        return code == "InvalidChangeBatch" || code == "InvalidInput"
    }

    /// Throttling and the like, as AWS's SDKs class them, whatever status they come with.
    private static let transientCodes: Set = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "TooManyRequestsException", "RequestLimitExceeded", "PriorRequestNotComplete", "SlowDown", "RequestTimeout",
        "RequestTimeoutException", "InternalFailure", "InternalError", "InternalServiceError", "ServiceUnavailable",
        "BandwidthLimitExceeded", "LimitExceededException", "IDPCommunicationError",
    ]

    private static let credentialCodes: Set = [
        "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
        "SignatureDoesNotMatch", "RequestExpired", "InvalidSignatureException", "IncompleteSignature",
    ]
}

extension AmazonFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .credentials(let failure): "\(failure)"
        case .unreachable(let reason): "no answer: \(reason)"
        case .refused(let status, let code, let message): "refused with \(status) \(code): \(message)"
        case .malformedAnswer(let reason): "not an answer of this service: \(reason)"
        case .invalid(let reason): reason
        }
    }
}
