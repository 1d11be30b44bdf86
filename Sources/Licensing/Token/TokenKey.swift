package import Bytes
package import Cryptography

/// The algorithms of license tokens, as RFC 7518 §3.1 and RFC 8037 §3.1 spell them.
///
/// `none` cannot be written down here, so no token can ask for it.
package enum TokenAlgorithm: String, CaseIterable, Sendable {
    case hs256 = "HS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"

    init(_ algorithm: SignatureAlgorithm) {
        switch algorithm {
        case .es256: self = .es256
        case .edDSA: self = .edDSA
        }
    }
}

/// A key that a site signs license tokens with, as we know it.
///
/// The record says which algorithm belongs to the key. A token cannot choose, so a public key is never used as an HMAC
/// secret (RFC 8725 §3.1).
package struct TokenKey: Sendable {
    package enum Material: Sendable {
        /// HS256; at least 32 bytes (RFC 7518 §3.2).
        case secret(Secret)
        /// ES256 or EdDSA.
        case verificationKey(VerificationKey)
    }

    package let site: SiteName
    package let name: TokenKeyName
    package let material: Material

    package init(site: SiteName, name: TokenKeyName, secret: Secret) throws(TokenKeyError) {
        guard secret.count >= HMACSHA256.byteCount else { throw .secretTooShort(secret.count) }
        self.site = site
        self.name = name
        material = .secret(secret)
    }

    package init(site: SiteName, name: TokenKeyName, verificationKey: VerificationKey) {
        self.site = site
        self.name = name
        material = .verificationKey(verificationKey)
    }

    package var algorithm: TokenAlgorithm {
        switch material {
        case .secret: .hs256
        case .verificationKey(let key): TokenAlgorithm(key.algorithm)
        }
    }
}

package enum TokenKeyError: Error, Equatable, Sendable {
    /// Fewer than 32 bytes: whoever has one token could try secrets until one fits.
    case secretTooShort(Int)
}
