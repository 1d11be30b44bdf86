import Bytes
import Cryptography
import Licensing
import Testing

@Suite("Claims of license tokens")
struct TokenClaimsTests {
    private func verify(_ payload: String, at now: Timestamp = Samples.now) throws -> TokenClaims {
        try TokenSigner.verify(TokenSigner.token(payload: payload), at: now)
    }

    @Test(
        "a token is for the key's site and no other",
        arguments: [
            #""other""#, #""ACME""#, #""acme ""#, #"["acme","other"]"#, #"["other"]"#, "[]", "[1]", #"["acme",1]"#,
            "null", "1", "{}", #""""#, #"["acme","acme"]"#,
        ])
    func refusesOtherAudiences(audience: String) {
        let payload = #"{"aud":\#(audience),"exp":1800000300,\#(TokenSigner.drm)}"#
        #expect(throws: TokenRefusal.wrongAudience) { try verify(payload) }
    }

    @Test("a token without audience is refused")
    func requiresAudience() {
        #expect(throws: TokenRefusal.wrongAudience) { try verify(#"{"exp":1800000300,\#(TokenSigner.drm)}"#) }
    }

    @Test("an array of the site alone is the site")
    func acceptsArray() throws {
        #expect(try verify(#"{"aud":["acme"],"exp":1800000300,\#(TokenSigner.drm)}"#).audience == Samples.site())
    }

    @Test(
        "with 60 s of leeway, each edge falls on its right side",
        arguments: [
            (-361, TokenRefusal.notYetValid), (-360, nil), (0, nil), (359, nil), (360, .expired), (361, .expired),
        ] as [(Int, TokenRefusal?)])
    func keepsTime(offset: Int, refusal: TokenRefusal?) throws {
        let token = try TokenSigner.token()
        let now = Samples.now + .seconds(offset)
        if let refusal {
            #expect(throws: refusal) { try TokenSigner.verify(token, at: now) }
        } else {
            #expect(throws: Never.self) { try TokenSigner.verify(token, at: now) }
        }
    }

    @Test("a token issued in the future is refused past the leeway", arguments: [(60, true), (61, false)])
    func refusesFuture(offset: Int, isAccepted: Bool) throws {
        let payload = #"{"aud":"acme","iat":\#(1_800_000_000 + offset),"exp":1900000000,\#(TokenSigner.drm)}"#
        if isAccepted {
            #expect(throws: Never.self) { try verify(payload) }
        } else {
            #expect(throws: TokenRefusal.issuedInFuture) { try verify(payload) }
        }
    }

    @Test(
        "times at the ends of their range neither trap nor pass",
        arguments: [
            (#""exp":-9223372036854775808"#, TokenRefusal.expired),
            (#""exp":9223372036854775807,"nbf":9223372036854775807"#, .notYetValid),
            (#""exp":9223372036854775807,"iat":9223372036854775807"#, .issuedInFuture),
            (#""exp":1e300"#, .badClaims(.unexpected(member: "exp", expected: "seconds since 1970"))),
            (#""exp":"1800000300""#, .badClaims(.unexpected(member: "exp", expected: "seconds since 1970"))),
            (#""exp":null"#, .badClaims(.unexpected(member: "exp", expected: "seconds since 1970"))),
            (#""iat":1"#, .badClaims(.unexpected(member: "exp", expected: "when the token ends"))),
        ])
    func survivesExtremes(times: String, refusal: TokenRefusal) {
        #expect(throws: refusal) { try verify(#"{"aud":"acme",\#(times),\#(TokenSigner.drm)}"#) }
    }

    @Test("a fraction of a second is dropped")
    func readsFractions() throws {
        let claims = try verify(#"{"aud":"acme","exp":1800000300.9,"iat":1.8e9,\#(TokenSigner.drm)}"#)
        #expect(claims.expiresAt == Timestamp(seconds: 1_800_000_300))
        #expect(claims.issuedAt == Samples.now)
    }

    private static func payload(drm: String) -> String { #"{"aud":"acme","exp":1800000300,"drm":\#(drm)}"# }

    @Test("an entitlement is read whole")
    func readsEntitlement() throws {
        let policy = #"{"version":1,"allowedTracks":["SD"]}"#
        let key = #"{"kid":"\#(Samples.keyIDs[0])","policy":"SD"},{"kid":"\#(Hex.encode(Samples.keyIDs[1].bytes))"}"#
        let drm = """
            {"v":1,"content_id":"m","keys":[\(key)],"license":{"duration":60},"policies":{"SD":\(policy)}}
            """

        let entitlement = try verify(Self.payload(drm: drm)).entitlement

        let name = try PolicyName("SD")
        #expect(
            entitlement
                == Entitlement(
                    content: try ContentName("m"),
                    keys: [.init(keyID: Samples.keyIDs[0], policy: name), .init(keyID: Samples.keyIDs[1])],
                    licenseDuration: .seconds(60), policies: [name: LicensePolicy(allowedTracks: [.sd])]))
    }

    @Test(
        "an entitlement that is wrong, or says what we do not know, is refused",
        arguments: [
            ("1", "drm"), ("{}", "v"), (#"{"v":2,"content_id":"m"}"#, "v"),
            (#"{"v":1,"content_id":"a/b"}"#, "content_id"),
            (#"{"v":1,"content_id":"m","streams":2}"#, "streams"),
            (#"{"v":1,"content_id":"m","persist":true}"#, "persist"),
            (#"{"v":1,"keys":[]}"#, "keys"), (#"{"v":1,"keys":{}}"#, "keys"), (#"{"v":1,"keys":[1]}"#, "keys"),
            (#"{"v":1,"keys":[{}]}"#, "kid"), (#"{"v":1,"keys":[{"kid":"x"}]}"#, "kid"),
            (#"{"v":1,"keys":[{"kid":"00000000000000010000000000000000","role":"x"}]}"#, "role"),
            (#"{"v":1,"keys":[{"kid":"00000000000000010000000000000000","policy":"a b"}]}"#, "policy"),
            (
                #"{"v":1,"keys":[{"kid":"00000000000000010000000000000000"},"#
                    + #"{"kid":"00000000-0000-0001-0000-000000000000","policy":"a"}]}"#, "keys"
            ),
            (#"{"v":1,"content_id":"m","license":{"duration":0}}"#, "duration"),
            (#"{"v":1,"content_id":"m","license":{"renew":5}}"#, "renew"),
            (#"{"v":1,"content_id":"m","policies":{"a b":{"version":1}}}"#, "policies"),
            (#"{"v":1,"content_id":"m","policies":{"a":1}}"#, "policies"),
            (#"{"v":1,"content_id":"m","policies":{"a":{"version":1,"widevine":{}}}}"#, "widevine"),
        ])
    func refuses(drm: String, member: String) {
        #expect {
            try verify(Self.payload(drm: drm))
        } throws: { error in
            switch error as? TokenRefusal {
            case .badClaims(.unexpected(member, _)), .badClaims(.unknown(member)): true
            default: false
            }
        }
    }

    @Test("a token that names neither content nor keys opens nothing")
    func refusesTheWholeSite() {
        #expect(throws: TokenRefusal.namesNothing) { try verify(Self.payload(drm: #"{"v":1}"#)) }
    }

    @Test("64 keys are taken and 65 are not", arguments: [(64, true), (65, false)])
    func boundsKeys(count: Int, isAccepted: Bool) throws {
        let entries = (1...count).map { #"{"kid":"\#(KeyID(UInt128($0)))"}"# }.joined(separator: ",")
        let payload = Self.payload(drm: #"{"v":1,"keys":[\#(entries)]}"#)
        if isAccepted {
            #expect(try verify(payload).entitlement.keys?.count == count)
        } else {
            #expect(throws: TokenRefusal.self) { try verify(payload) }
        }
    }

    @Test("a text that would stand in each record is bounded", arguments: ["iss", "sub", "jti"])
    func boundsTexts(claim: String) throws {
        func payload(_ count: Int) -> String {
            let text = String(repeating: "x", count: count)
            return #"{"aud":"acme","exp":1800000300,"\#(claim)":"\#(text)",\#(TokenSigner.drm)}"#
        }
        #expect(throws: Never.self) { try verify(payload(255)) }
        #expect(throws: TokenRefusal.badClaims(.unexpected(member: claim, expected: "at most 255 bytes"))) {
            try verify(payload(256))
        }
    }

    @Test("a payload that two readers could understand differently is refused")
    func refusesAmbiguity() throws {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        for payload in [
            #"{"aud":"other","aud":"acme","exp":1800000300,\#(TokenSigner.drm)}"#,
            #"{"aud":"acme","exp":1,"\u0065xp":1800000300,\#(TokenSigner.drm)}"#,
            #"{"aud":"acme","exp":1800000300,"x":\#(deep),\#(TokenSigner.drm)}"#,
            TokenSigner.payload + "{}", "[]", "",
        ] {
            #expect {
                try verify(payload)
            } throws: { error in
                if case .badClaims(.malformed) = error as? TokenRefusal { true } else { false }
            }
        }
    }
}
