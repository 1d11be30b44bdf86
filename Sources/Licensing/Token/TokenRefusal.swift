package import Bytes
package import Cryptography

/// Why a license token is not accepted; fit for the operator whose back end made it.
package enum TokenRefusal: Error, Equatable, Sendable {
    /// The three parts of the compact form (RFC 7515 §7.1).
    package enum Part: String, Sendable {
        case header
        case payload
        case signature
    }

    case tooLong(limit: Int)
    /// Not three parts with two dots between them.
    case notThreeParts
    /// Not base64url without padding (RFC 7515 §2).
    case badEncoding(Part, Malformed)
    case badHeader(JSONError)
    /// `crit` names extensions that must be understood (RFC 7515 §4.1.11), and there is none that we do.
    case criticalExtension
    /// No key has the token's `kid`.
    case unknownKey
    /// `alg` is not the algorithm of the key.
    case algorithmMismatch
    case badSignature
    case badClaims(JSONError)
    /// `aud` is another site than the key's, or more than one.
    case wrongAudience
    /// The content and the keys are both left open.
    case namesNothing
    case expired
    case notYetValid
    /// `iat` lies in the future.
    case issuedInFuture
    /// The signature could not be checked; says nothing about the token.
    case cryptography(CryptographyFailure)
}
