import Bytes
import Cryptography
import Licensing

/// Makes tokens of any kind by hand, also such as the mint never would.
struct TokenSigner {
    static let secret = Samples.secret(0x5A)

    static let header = #"{"alg":"HS256","kid":"shop-1","typ":"JWT"}"#
    static let drm = #""drm":{"v":1,"content_id":"movie-1"}"#
    /// Valid from 300 s before the samples' now until 300 s after.
    static let payload = #"{"aud":"acme","iat":1799999700,"nbf":1799999700,"exp":1800000300,\#(drm)}"#

    static func verifier() throws -> TokenVerifier {
        try TokenVerifier(key: TokenKey(site: Samples.site(), name: TokenKeyName("shop-1"), secret: secret))
    }

    /// Signs two parts that are already encoded.
    static func sign(_ encoded: String, with secret: Secret = secret) throws -> [UInt8] {
        let code = try HMACSHA256(key: secret).code(for: Array(encoded.utf8))
        return Array("\(encoded).\(Base64.url.encode(code))".utf8)
    }

    static func token(
        header: String = header, payload: String = payload, secret: Secret = secret
    ) throws -> [UInt8] {
        try sign("\(Base64.url.encode(header.utf8)).\(Base64.url.encode(payload.utf8))", with: secret)
    }

    /// What a server does with a token.
    static func verify(_ token: [UInt8], at now: Timestamp = Samples.now) throws -> TokenClaims {
        try verifier().claims(of: LicenseToken(parsing: token), at: now)
    }
}
