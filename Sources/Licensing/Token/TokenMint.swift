package import Bytes
package import Cryptography

/// Signs license tokens: for `evergrant token mint`, and as the example for a site's back end.
package final class TokenMint {
    private enum Signer {
        case hmac(HMACSHA256)
        case key(SigningKey)
    }

    private let header: [UInt8]
    private let signer: Signer

    /// Signs with HS256.
    package init(name: TokenKeyName, secret: Secret) throws(CryptographyFailure) {
        header = TokenHeader.json(.hs256, name)
        signer = .hmac(try HMACSHA256(key: secret))
    }

    /// Signs with ES256 or EdDSA, whichever the key is made for.
    package init(name: TokenKeyName, key: SigningKey) {
        header = TokenHeader.json(TokenAlgorithm(key.verificationKey.algorithm), name)
        signer = .key(key)
    }

    package func token(for claims: TokenClaims) throws(CryptographyFailure) -> String {
        let signed = Base64.url.encode(header) + "." + Base64.url.encode(claims.json)
        return try signed + "." + Base64.url.encode(signature(over: Array(signed.utf8)))
    }

    private func signature(over bytes: [UInt8]) throws(CryptographyFailure) -> [UInt8] {
        switch signer {
        case .hmac(let hmac): try hmac.code(for: bytes)
        case .key(let key): try key.sign(bytes)
        }
    }
}
