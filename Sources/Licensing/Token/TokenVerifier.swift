package import Bytes
package import Cryptography

/// Checks the tokens that one key signed.
///
/// Owned by one loop, because an HMAC context is; making one costs a key schedule, so keep it with the key's record.
package final class TokenVerifier {
    /// How far the clocks of a back end, a player and a region may stand apart, both ways.
    package static let leeway = Duration.seconds(60)
    /// The same, ready for each token.
    private static let leewaySeconds: Int64 = 60

    private enum Check {
        case hmac(HMACSHA256)
        case signature(SignatureVerifier)
    }

    package let key: TokenKey
    private let algorithm: TokenAlgorithm
    private let check: Check

    package init(key: TokenKey) throws(CryptographyFailure) {
        self.key = key
        algorithm = key.algorithm
        switch key.material {
        case .secret(let secret): check = .hmac(try HMACSHA256(key: secret))
        case .verificationKey(let key): check = .signature(try SignatureVerifier(key))
        }
    }

    /// What `token` says, if this key signed it, it is for the key's site, and `now` lies in its time.
    package func claims(of token: LicenseToken, at now: Timestamp) throws(TokenRefusal) -> TokenClaims {
        guard token.keyName == key.name else { throw .unknownKey }
        guard token.header.algorithm == algorithm else { throw .algorithmMismatch }
        let claims = try signedClaims(of: token)
        try Self.requireInTime(claims, now)
        return claims
    }

    /// The same for a token that may have been checked before.
    ///
    /// - Parameter verified: Remembers it, once it is found good.
    package func check(
        _ token: PresentedToken, at now: Timestamp, remembering verified: VerifiedTokens
    ) throws(TokenRefusal) -> VerifiedToken {
        switch token {
        case .known(let token) where token.verifier === self:
            // Of the claims these alone: a copy of all of them costs more than the rest of this.
            try Self.requireInTime(token.claims.notBefore, token.claims.issuedAt, token.claims.expiresAt, now)
            return token
        case .known(let token):  // Its key has been replaced since.
            return try check(.new(LicenseToken(parsing: token.bytes)), at: now, remembering: verified)
        case .new(let token):
            return verified.remember(token, by: self, try claims(of: token, at: now))
        }
    }

    private func signedClaims(of token: LicenseToken) throws(TokenRefusal) -> TokenClaims {
        guard try isSigned(token) else { throw .badSignature }
        return try TokenClaims(parsing: token.payload, site: key.site)
    }

    private func isSigned(_ token: LicenseToken) throws(TokenRefusal) -> Bool {
        do throws(CryptographyFailure) {
            return try token.withSignedBytes { (signed) throws(CryptographyFailure) in
                switch check {
                case .hmac(let hmac): try hmac.isValid(token.signature.span, for: signed)
                case .signature(let verifier): try verifier.isValid(token.signature.span, for: signed)
                }
            }
        } catch {
            throw .cryptography(error)
        }
    }

    /// RFC 7519 §4.1.4 to §4.1.6: at `exp` a token has ended, at `nbf` it has begun.
    package static func requireInTime(_ claims: TokenClaims, _ now: Timestamp) throws(TokenRefusal) {
        try requireInTime(claims.notBefore, claims.issuedAt, claims.expiresAt, now)
    }

    private static func requireInTime(
        _ notBefore: Timestamp?, _ issuedAt: Timestamp?, _ expiresAt: Timestamp, _ now: Timestamp
    ) throws(TokenRefusal) {
        guard now < expiresAt.adding(seconds: leewaySeconds) else { throw .expired }
        let latest = now.adding(seconds: leewaySeconds)
        if let notBefore, latest < notBefore { throw .notYetValid }
        if let issuedAt, latest < issuedAt { throw .issuedInFuture }
    }
}
