import Bytes
import Cryptography
import Licensing
import Testing

@Suite("Token mint")
struct TokenMintTests {
    @Test("what the mint signs is verified and read back", arguments: TokenAlgorithm.allCases)
    func roundTrips(algorithm: TokenAlgorithm) throws {
        let name = try TokenKeyName("shop-1")
        let policy = try PolicyName("SD")
        let entitlement = Entitlement(
            content: try Samples.content(), keys: [.init(keyID: Samples.keyIDs[0], policy: policy)],
            licenseDuration: .seconds(60), policies: [policy: LicensePolicy(allowedTracks: [.sd])])
        let claims = try Samples.claims(entitlement)
        let (mint, key) = try Self.pair(algorithm, name)

        let token = try LicenseToken(parsing: Array(mint.token(for: claims).utf8))
        let back = try TokenVerifier(key: key).claims(of: token, at: Samples.now)

        #expect(back == claims)
        #expect(key.algorithm == algorithm)
    }

    @Test("another key of the same name and kind does not verify", arguments: TokenAlgorithm.allCases)
    func refusesOtherKeys(algorithm: TokenAlgorithm) throws {
        let name = try TokenKeyName("shop-1")
        let mint = try Self.pair(algorithm, name, byte: 1).0
        let verifier = try TokenVerifier(key: Self.pair(algorithm, name, byte: 2).1)
        let token = try LicenseToken(parsing: Array(mint.token(for: Samples.claims()).utf8))

        #expect(throws: TokenRefusal.badSignature) { try verifier.claims(of: token, at: Samples.now) }
    }

    @Test("the token of RFC 7515, appendix A.1, has the signature it prints")
    func knowsTheVector() throws {
        let key = """
            AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow
            """
        let signed =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let token = try TokenSigner.sign(signed, with: Secret(copying: Base64.url.decode(key.utf8)))
        #expect(String(decoding: token, as: UTF8.self).hasSuffix(".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
    }

    private static func pair(
        _ algorithm: TokenAlgorithm, _ name: TokenKeyName, byte: UInt8 = 1
    ) throws -> (TokenMint, TokenKey) {
        let kind: SignatureAlgorithm
        switch algorithm {
        case .hs256:
            let secret = Samples.secret(byte)
            return (
                try TokenMint(name: name, secret: secret),
                try TokenKey(site: Samples.site(), name: name, secret: secret)
            )
        case .es256: kind = .es256
        case .edDSA: kind = .edDSA
        }
        let key = try SigningKey.generate(kind)
        return (
            TokenMint(name: name, key: key),
            TokenKey(site: try Samples.site(), name: name, verificationKey: key.verificationKey)
        )
    }
}
