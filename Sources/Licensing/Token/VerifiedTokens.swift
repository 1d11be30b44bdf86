internal import Bytes

/// Tokens whose public-key signature was found good lately, so that a renewal does not have it checked again; owned by
/// one loop.
///
/// Found by SHA-256 over the whole token, which nobody can meet with another one. An entry counts for the very verifier
/// that checked the token, so it dies when the key is withdrawn or replaced; what the token says of time is
/// compared with the clock each time. A token has four slots, and the newest take them in turn.
package final class VerifiedTokens {
    private static let slotsCount = 4_096
    private static let ways = 4
    /// Bytes of a token worth keeping: with the slots it bounds the memory to some 16 MiB, of honest tokens to 4.
    private static let lengthMax = 2_048

    private final class Entry {
        let digest: [UInt8]
        let verifier: TokenVerifier
        let claims: TokenClaims

        init(_ digest: [UInt8], _ verifier: TokenVerifier, _ claims: TokenClaims) {
            (self.digest, self.verifier, self.claims) = (digest, verifier, claims)
        }
    }

    private var slots = [Entry?](repeating: nil, count: slotsCount)
    private var turn = 0

    package init() {}

    /// What `token` says, if `verifier` has checked it; otherwise what `check` finds it to say.
    func claims(
        of token: LicenseToken, by verifier: TokenVerifier, check: () throws(TokenRefusal) -> TokenClaims
    ) throws(TokenRefusal) -> TokenClaims {
        guard token.byteCount <= Self.lengthMax else { return try check() }
        let digest = token.digest
        let first = (Int(digest[0]) << 8 | Int(digest[1])) % (Self.slotsCount / Self.ways) * Self.ways
        for slot in first..<first + Self.ways {
            if let entry = slots[slot], entry.verifier === verifier, entry.digest == digest { return entry.claims }
        }
        let claims = try check()
        turn = (turn + 1) % Self.ways
        slots[first + turn] = Entry(digest, verifier, claims)
        return claims
    }
}
