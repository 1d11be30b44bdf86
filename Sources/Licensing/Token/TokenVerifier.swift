package import Bytes
package import Cryptography

/// Checks the tokens that one key signed.
///
/// Owned by one loop, because an HMAC context is; making one costs a key schedule, so keep it with the key's record.
package final class TokenVerifier {
    /// How far the clocks of a back end, a player and a region may stand apart, both ways.
    package static let leeway = Duration.seconds(60)

    private enum Check {
        case hmac(HMACSHA256)
        case signature(VerificationKey)
    }

    package let key: TokenKey
    private let check: Check

    package init(key: TokenKey) throws(CryptographyFailure) {
        self.key = key
        switch key.material {
        case .secret(let secret): check = .hmac(try HMACSHA256(key: secret))
        case .verificationKey(let key): check = .signature(key)
        }
    }

    /// What `token` says, if this key signed it, it is for the key's site, and `now` lies in its time.
    package func claims(of token: LicenseToken, at now: Timestamp) throws(TokenRefusal) -> TokenClaims {
        guard token.keyName == key.name else { throw .unknownKey }
        guard token.header.algorithm == key.algorithm.rawValue else { throw .algorithmMismatch }
        guard try isSigned(token) else { throw .badSignature }
        let claims = try TokenClaims(parsing: token.payload, site: key.site)
        try Self.requireInTime(claims, now)
        return claims
    }

    private func isSigned(_ token: LicenseToken) throws(TokenRefusal) -> Bool {
        do throws(CryptographyFailure) {
            switch check {
            case .hmac(let hmac): return try hmac.isValid(token.signature, for: token.signedBytes)
            case .signature(let key): return try key.isValid(signature: token.signature, for: token.signedBytes)
            }
        } catch {
            throw .cryptography(error)
        }
    }

    /// RFC 7519 §4.1.4 to §4.1.6: at `exp` a token has ended, at `nbf` it has begun.
    private static func requireInTime(_ claims: TokenClaims, _ now: Timestamp) throws(TokenRefusal) {
        guard now < claims.expiresAt + leeway else { throw .expired }
        if let notBefore = claims.notBefore, now + leeway < notBefore { throw .notYetValid }
        if let issuedAt = claims.issuedAt, now + leeway < issuedAt { throw .issuedInFuture }
    }
}
