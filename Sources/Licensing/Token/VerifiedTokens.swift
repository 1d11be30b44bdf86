internal import Bytes
internal import Cryptography

/// Tokens whose signature was found good lately, so that a renewal costs a look and no check; owned by one loop.
///
/// A token is known by all of its bytes, and its signature compared in a time that tells nothing of it. An entry counts
/// for the very verifier that checked the token, so it dies when the key is withdrawn or replaced; what the token says
/// of time is compared with the clock each time. A token has four slots, and the newest take them in turn.
package final class VerifiedTokens {
    private static let slotsCount = 4_096
    private static let ways = 4
    /// Bytes of a token worth keeping: with the slots it bounds the memory to some 24 MiB, of honest tokens to 6.
    private static let lengthMax = 2_048

    /// Characters of the longest signature: 64 bytes, of ES256 or EdDSA.
    private static let signatureLengthMax = 86

    private var slots = [VerifiedToken?](repeating: nil, count: slotsCount)
    private var turn = 0
    private let hash: KeyedHash

    package init() {
        var random = SystemRandomNumberGenerator()
        hash = KeyedHash(using: &random)
    }

    /// The token of these very bytes, if it is remembered.
    package func find(_ bytes: Span<UInt8>) -> VerifiedToken? {
        guard let mark = mark(of: bytes) else { return nil }
        let first = Self.firstSlot(of: mark)
        for slot in first..<first + Self.ways {
            guard let token = slots[slot], token.mark == mark else { continue }
            let known = token.bytes
            if Self.areEqual(known.span, bytes) { return token }
        }
        return nil
    }

    /// Remembers a token that `verifier` has found good, unless it is too long.
    func remember(_ token: LicenseToken, by verifier: TokenVerifier, _ claims: TokenClaims) -> VerifiedToken {
        let mark = mark(of: token.bytes.span)
        let verified = VerifiedToken(token.bytes, mark ?? 0, verifier, claims)
        if let mark, token.bytes.count <= Self.lengthMax {
            turn = (turn + 1) % Self.ways
            slots[Self.firstSlot(of: mark) + turn] = verified
        }
        return verified
    }

    /// The signature in constant time first: who does not have it learns nothing about what it signs.
    private static func areEqual(_ known: Span<UInt8>, _ bytes: Span<UInt8>) -> Bool {
        let count = min(signatureLengthMax, bytes.count)
        return known.count == bytes.count
            && constantTimeEquals(known.extracting(last: count), bytes.extracting(last: count))
            && known.extracting(droppingLast: count).equals(bytes.extracting(droppingLast: count))
    }

    private static func firstSlot(of mark: UInt64) -> Int {
        Int(truncatingIfNeeded: mark % UInt64(slotsCount / ways)) * ways
    }

    /// Of the last characters, which are the signature's: a secret hash of them, so that finding a slot tells nothing.
    private func mark(of bytes: Span<UInt8>) -> UInt64? {
        guard bytes.count >= 16 else { return nil }
        var tail: UInt128 = 0
        for index in bytes.count - 16..<bytes.count { tail = tail << 8 | UInt128(bytes[index]) }
        return hash(tail)
    }
}

/// A token whose signature was found good, and what it says.
package final class VerifiedToken {
    let bytes: [UInt8]
    fileprivate let mark: UInt64
    let verifier: TokenVerifier
    package let claims: TokenClaims

    fileprivate init(_ bytes: [UInt8], _ mark: UInt64, _ verifier: TokenVerifier, _ claims: TokenClaims) {
        (self.bytes, self.mark, self.verifier, self.claims) = (bytes, mark, verifier, claims)
    }
}
