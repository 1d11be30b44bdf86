import Bytes
import Cryptography
import Licensing
import Testing

@Suite("Tokens that were verified before")
struct VerifiedTokensTests {
    private let headers = TokenHeaders()
    private let verified = VerifiedTokens()

    private static func keyPair(
        _ algorithm: TokenAlgorithm = .es256
    ) throws -> (verifier: TokenVerifier, mint: TokenMint) {
        let (site, name) = (try Samples.site(), try TokenKeyName("shop-1"))
        guard algorithm != .hs256 else {
            let secret = try Random.secret(32)
            let record = try TokenKey(site: site, name: name, secret: secret)
            return (try TokenVerifier(key: record), try TokenMint(name: name, secret: secret))
        }
        let key = try SigningKey.generate(.es256)
        let record = TokenKey(site: site, name: name, verificationKey: key.verificationKey)
        return (try TokenVerifier(key: record), TokenMint(name: name, key: key))
    }

    private func token(_ mint: TokenMint, subject: String = "user-1") throws -> [UInt8] {
        var claims = try Samples.claims()
        claims.subject = subject
        return Array(try mint.token(for: claims).utf8)
    }

    private func claims(
        _ token: [UInt8], _ verifier: TokenVerifier, at now: Timestamp = Samples.now
    ) throws -> TokenClaims {
        let presented = try PresentedToken(parsing: token.span, knowing: headers, verified)
        return try verifier.check(presented, at: now, remembering: verified).claims
    }

    @Test("a token says the same the second time", arguments: [TokenAlgorithm.hs256, .es256])
    func remembers(algorithm: TokenAlgorithm) throws {
        let (verifier, mint) = try Self.keyPair(algorithm)
        let token = try token(mint)

        let first = try claims(token, verifier)

        #expect(try claims(token, verifier) == first)
        #expect(first.subject == "user-1")
    }

    @Test("only a token that was found good, and in its time, is remembered")
    func remembersTheGoodOnly() throws {
        let (verifier, mint) = try Self.keyPair(.hs256)
        let token = try token(mint)

        #expect(throws: TokenRefusal.expired) { try claims(token, verifier, at: Samples.now + .seconds(360)) }
        #expect(throws: TokenRefusal.badSignature) { try claims(token, Self.keyPair(.hs256).verifier) }
        #expect(verified.find(token.span) == nil)

        _ = try claims(token, verifier)
        #expect(verified.find(token.span) != nil)
    }

    @Test("time passes for a token that was verified too", arguments: [TokenAlgorithm.hs256, .es256])
    func expires(algorithm: TokenAlgorithm) throws {
        let (verifier, mint) = try Self.keyPair(algorithm)
        let token = try token(mint)
        _ = try claims(token, verifier)

        #expect(throws: TokenRefusal.expired) { try claims(token, verifier, at: Samples.now + .seconds(360)) }
        #expect(throws: TokenRefusal.notYetValid) { try claims(token, verifier, at: Samples.now - .seconds(61)) }
        #expect(throws: Never.self) { try claims(token, verifier) }
    }

    @Test(
        "a key that takes the place of another one believes none of its tokens",
        arguments: [TokenAlgorithm.hs256, .es256])
    func diesWithItsKey(algorithm: TokenAlgorithm) throws {
        let (old, new) = (try Self.keyPair(algorithm), try Self.keyPair(algorithm))
        let token = try token(old.mint)
        _ = try claims(token, old.verifier)

        #expect(throws: TokenRefusal.badSignature) { try claims(token, new.verifier) }
    }

    @Test(
        "a token that differs in any character from a verified one is not believed",
        arguments: [TokenAlgorithm.hs256, .es256])
    func refusesLookalikes(algorithm: TokenAlgorithm) throws {
        let (verifier, mint) = try Self.keyPair(algorithm)
        let token = try token(mint)
        _ = try claims(token, verifier)

        for place in token.indices {
            var changed = token
            changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: TokenRefusal.self) { try claims(changed, verifier) }
        }
    }

    @Test("many tokens are each told apart")
    func tellsApart() throws {
        let (verifier, mint) = try Self.keyPair()
        let tokens = try (0..<200).map { try token(mint, subject: "user-\($0)") }

        for _ in 0..<2 {
            for (index, token) in tokens.enumerated() {
                #expect(try claims(token, verifier).subject == "user-\(index)")
            }
        }
    }
}

@Suite("Token headers that were read before")
struct TokenHeadersTests {
    @Test("a token is verified alike whether its header is known or not, and a bad header stays bad")
    func readsAlike() throws {
        let headers = TokenHeaders()
        let verifier = try TokenSigner.verifier()
        let good = try TokenSigner.token()
        let others = [
            #"{"alg":"HS256","kid":"shop-1","crit":[]}"#, #"{"alg":"none","kid":"shop-1"}"#,
            #"{"alg":"HS256","kid":"shop-2"}"#, "{}",
        ]
        for _ in 0..<3 {
            let claims = try verifier.claims(of: LicenseToken(parsing: good, knowing: headers), at: Samples.now)
            #expect(try claims == TokenSigner.verify(good))
            for header in others {
                let token = try TokenSigner.token(header: header)
                #expect(throws: TokenRefusal.self) {
                    try verifier.claims(of: LicenseToken(parsing: token, knowing: headers), at: Samples.now)
                }
            }
        }
    }

    @Test("the headers of a thousand keys are told apart")
    func tellsApart() throws {
        let headers = TokenHeaders()
        for _ in 0..<2 {
            for number in 0..<1_000 {
                let token = try TokenSigner.token(header: #"{"alg":"HS256","kid":"shop-\#(number)"}"#)
                #expect(try LicenseToken(parsing: token, knowing: headers).keyName.description == "shop-\(number)")
            }
        }
    }
}
