import Bytes
import Cryptography
import Licensing
import Testing

@Suite("Attacks on license tokens")
struct TokenAttackTests {
    @Test("the token that all attacks start from is good")
    func acceptsTheHonestOne() throws {
        #expect(try TokenSigner.verify(TokenSigner.token()).audience == Samples.site())
    }

    @Test(
        "a header that asks for another algorithm is refused",
        arguments: ["none", "None", "NONE", "nOnE", "HS384", "HS512", "hs256", "RS256", "ES256", "EdDSA", ""])
    func refusesOtherAlgorithms(algorithm: String) throws {
        let token = try TokenSigner.token(header: #"{"alg":"\#(algorithm)","kid":"shop-1"}"#)
        #expect(throws: TokenRefusal.algorithmMismatch) { try TokenSigner.verify(token) }
    }

    @Test("none without a signature is refused")
    func refusesUnsigned() throws {
        let header = Base64.url.encode(#"{"alg":"none","kid":"shop-1"}"#.utf8)
        let token = "\(header).\(Base64.url.encode(TokenSigner.payload.utf8))."
        #expect(throws: TokenRefusal.algorithmMismatch) { try TokenSigner.verify(Array(token.utf8)) }
    }

    @Test("a public key is never an HMAC secret", arguments: SignatureAlgorithm.allCases)
    func refusesConfusion(algorithm: SignatureAlgorithm) throws {
        let publicKey = try SigningKey.generate(algorithm).verificationKey
        let verifier = try TokenVerifier(
            key: TokenKey(site: Samples.site(), name: TokenKeyName("shop-1"), verificationKey: publicKey))
        let secret = Secret(copying: try publicKey.encoded)

        for claimed in ["HS256", algorithm.rawValue] {
            let forged = try TokenSigner.token(header: #"{"alg":"\#(claimed)","kid":"shop-1"}"#, secret: secret)
            #expect(throws: TokenRefusal.self) {
                try verifier.claims(of: LicenseToken(parsing: forged), at: Samples.now)
            }
        }
    }

    @Test("a header that is not plain is refused")
    func refusesOddHeaders() throws {
        let headers: [(String, TokenRefusal)] = [
            (#"{"alg":"HS256","kid":"shop-1","crit":["exp"]}"#, .criticalExtension),
            (#"{"alg":"HS256","kid":"shop-1","crit":[]}"#, .criticalExtension),
            (#"{"alg":"HS256","kid":"shop-1","b64":false,"crit":["b64"]}"#, .criticalExtension),
            (#"{"alg":"HS256","kid":"shop-2"}"#, .unknownKey),
            (#"{"alg":"HS256"}"#, .badHeader(.unexpected(member: "kid", expected: "the name of a key"))),
            (#"{"kid":"shop-1"}"#, .badHeader(.unexpected(member: "alg", expected: "an algorithm"))),
            (#"{"alg":1,"kid":"shop-1"}"#, .badHeader(.unexpected(member: "alg", expected: "a string"))),
            (#"{"alg":"HS256","kid":"shop-1","typ":"JWE"}"#, .badHeader(.unexpected(member: "typ", expected: "JWT"))),
        ]
        for (header, refusal) in headers {
            #expect(throws: refusal) { try TokenSigner.verify(TokenSigner.token(header: header)) }
        }
    }

    @Test(
        "a header with a key name that is no name, or that is no JSON object, is refused",
        arguments: [
            #"{"alg":"HS256","kid":"../../etc/passwd"}"#, #"{"alg":"HS256","kid":"' OR 1=1 --"}"#,
            #"{"alg":"HS256","kid":""}"#, #"{"alg":"HS256","kid":["shop-1"]}"#, #"{"alg":"HS256","kid":null}"#,
            #"{"alg":"none","alg":"HS256","kid":"shop-1"}"#, #"{"alg":"HS256","kid":"shop-2","kid":"shop-1"}"#,
            "[]", "", "null", #"{"alg":"HS256","kid":"shop-1"} "# + "x",
        ])
    func refusesBadHeaders(header: String) throws {
        let token = try TokenSigner.token(header: header)
        #expect {
            try TokenSigner.verify(token)
        } throws: { error in
            if case .badHeader = error as? TokenRefusal { true } else { false }
        }
    }

    @Test("a key that the token brings along is not used")
    func ignoresBroughtKeys() throws {
        let own = Samples.secret(0x66)
        let jwk = #"{"kty":"oct","k":"\#(Base64.url.encode(Samples.bytes(of: own)))"}"#
        let header = #"{"alg":"HS256","kid":"shop-1","jwk":\#(jwk),"jku":"https://evil.example/"}"#
        let token = try TokenSigner.token(header: header, secret: own)
        #expect(throws: TokenRefusal.badSignature) { try TokenSigner.verify(token) }
    }

    @Test("a change of any one character is refused")
    func refusesChanges() throws {
        let token = try TokenSigner.token()
        for place in token.indices {
            var changed = token
            changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: TokenRefusal.self) { try TokenSigner.verify(changed) }
        }
    }

    @Test("a token cut short at any character is refused")
    func refusesPrefixes() throws {
        let token = try TokenSigner.token()
        for length in token.indices {
            #expect(throws: TokenRefusal.self) { try TokenSigner.verify(Array(token.prefix(length))) }
        }
    }

    @Test("a form other than three parts is refused")
    func refusesOtherForms() throws {
        let token = try TokenSigner.token()
        let dots = [
            Array("..".utf8) + token, token + Array(".".utf8), token + Array(".e30".utf8), Array("a.b".utf8), [],
        ]
        for form in dots { #expect(throws: TokenRefusal.notThreeParts) { try TokenSigner.verify(form) } }
        #expect(throws: TokenRefusal.self) { try TokenSigner.verify(Array("..".utf8)) }
    }

    @Test("one spelling of base64url is accepted, and no other")
    func refusesOtherSpellings() throws {
        let header = Base64.url.encode(TokenSigner.header.utf8)
        let payload = Base64.url.encode((TokenSigner.payload + " ").utf8)
        for encoded in [
            "\(header)=.\(payload)", "\(header).\(payload)=", " \(header).\(payload)", "\(header).\(payload)\n",
        ] {
            #expect(throws: TokenRefusal.self) { try TokenSigner.verify(TokenSigner.sign(encoded)) }
        }
        let token = try TokenSigner.token()
        #expect(throws: TokenRefusal.self) { try TokenSigner.verify(token + Array("=".utf8)) }
        #expect(throws: TokenRefusal.self) { try TokenSigner.verify(token + Array("\n".utf8)) }
        // The last character of 32 bytes carries two bits that mean nothing: they must be zero.
        var twin = token
        twin[twin.count - 1] += 1
        #expect(throws: TokenRefusal.self) { try TokenSigner.verify(twin) }
    }

    @Test("8 KiB is read, and one byte more is not")
    func boundsLength() throws {
        func token(padding: Int) throws -> [UInt8] {
            let filler = String(repeating: "x", count: padding)
            return try TokenSigner.token(payload: #"{"pad":"\#(filler)",\#(TokenSigner.payload.dropFirst())"#)
        }
        let base = try token(padding: 0).count
        let fitting = try token(padding: (8_192 - base) / 4 * 3)

        #expect(fitting.count <= 8_192 && fitting.count > 8_180)
        #expect(throws: Never.self) { try TokenSigner.verify(fitting) }
        #expect(throws: TokenRefusal.tooLong(limit: 8_192)) { try TokenSigner.verify(token(padding: 6_200)) }
        #expect(throws: TokenRefusal.tooLong(limit: 8_192)) {
            try TokenSigner.verify([UInt8](repeating: UInt8(ascii: "."), count: 8_193))
        }
    }

    @Test(
        "a signature of any length but 64 bytes is no signature", arguments: SignatureAlgorithm.allCases,
        [0, 1, 63, 65, 70, 128])
    func refusesSignatureLengths(algorithm: SignatureAlgorithm, count: Int) throws {
        let key = try SigningKey.generate(algorithm)
        let name = try TokenKeyName("shop-1")
        let verifier = try TokenVerifier(
            key: TokenKey(site: Samples.site(), name: name, verificationKey: key.verificationKey))
        let token = try TokenMint(name: name, key: key).token(for: Samples.claims())
        let signature = try Base64.url.decode(token.split(separator: ".")[2].utf8)
        let resized = Array((signature + [UInt8](repeating: 0, count: 64)).prefix(count))
        let forged = token.split(separator: ".").prefix(2).joined(separator: ".") + "." + Base64.url.encode(resized)

        #expect(throws: TokenRefusal.badSignature) {
            try verifier.claims(of: LicenseToken(parsing: Array(forged.utf8)), at: Samples.now)
        }
    }

    @Test("a signature of zeros is refused, as CVE-2022-21449 accepted it")
    func refusesZeros() throws {
        let key = try SigningKey.generate(.es256)
        let name = try TokenKeyName("shop-1")
        let verifier = try TokenVerifier(
            key: TokenKey(site: Samples.site(), name: name, verificationKey: key.verificationKey))
        let token = try TokenMint(name: name, key: key).token(for: Samples.claims())
        let zeros = Base64.url.encode([UInt8](repeating: 0, count: 64))
        let forged = token.split(separator: ".").prefix(2).joined(separator: ".") + "." + zeros

        #expect(throws: TokenRefusal.badSignature) {
            try verifier.claims(of: LicenseToken(parsing: Array(forged.utf8)), at: Samples.now)
        }
    }

    @Test("a secret shorter than 32 bytes makes no key", arguments: [0, 1, 31])
    func refusesShortSecrets(count: Int) {
        #expect(throws: TokenKeyError.secretTooShort(count)) {
            try TokenKey(site: Samples.site(), name: TokenKeyName("k"), secret: Samples.secret(1, count: count))
        }
    }
}
