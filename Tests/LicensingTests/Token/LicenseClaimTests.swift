import Bytes
import Cryptography
import Licensing
import Testing

@Suite("The claims about the license in a token")
struct LicenseClaimTests {
    /// What a token with this claim `drm` says, signed and read again.
    private func entitlement(_ drm: String, id: Bool = true) throws -> Entitlement {
        let jti = id ? #""jti":"t-1","# : ""
        let payload = #"{"aud":"acme",\#(jti)"exp":1800000300,"drm":\#(drm)}"#
        return try TokenSigner.verify(TokenSigner.token(payload: payload)).entitlement
    }

    @Test("durations, keeping and renewal are read")
    func readsLicense() throws {
        let entitlement = try entitlement(
            """
            {"v":1,"content_id":"m","license":{"duration":3600,"rental_duration":60,"playback_duration":50,
             "persist":true,"renewal":{"delay":1800,"retry_interval":30,"recovery_duration":900}},"once":true}
            """)

        #expect(entitlement.licenseDuration == .seconds(3_600))
        #expect(
            entitlement.terms
                == LicenseTerms(
                    rentalDuration: .seconds(60), playbackDuration: .seconds(50), mayPersist: true,
                    renewal: RenewalTerms(
                        delay: .seconds(1_800), retryInterval: .seconds(30), recoveryDuration: .seconds(900))))
        #expect(entitlement.isForOneUse)
    }

    @Test("a token that says no more than a duration has no terms")
    func hasNoTerms() throws {
        let entitlement = try entitlement(#"{"v":1,"content_id":"m","license":{"duration":3600}}"#)
        #expect(entitlement.terms == nil)
        #expect(!entitlement.isForOneUse)
    }

    @Test(
        "a wish about the license that is wrong, or that we do not know, is refused",
        arguments: [
            (#"{"persist":1}"#, "persist"), (#"{"playback_duration":0}"#, "playback_duration"),
            (#"{"renewal":{"delay":5}}"#, "retry_interval"), (#"{"renewal":true}"#, "renewal"),
            (#"{"renewal":{"delay":5,"server":"x"}}"#, "server"), (#"{"playbackDuration":5}"#, "playbackDuration"),
        ])
    func refuses(license: String, member: String) {
        #expect {
            try entitlement(#"{"v":1,"content_id":"m","license":\#(license)}"#)
        } throws: { error in
            switch error as? TokenRefusal {
            case .badClaims(.unexpected(member, _)), .badClaims(.unknown(member)): true
            default: false
            }
        }
    }

    @Test("a token for one use needs an ID by which its use is remembered")
    func wantsIDForOneUse() throws {
        let drm = #"{"v":1,"content_id":"m","once":true}"#
        #expect(throws: TokenRefusal.self) { try entitlement(drm, id: false) }
        #expect(try entitlement(drm).isForOneUse)
        #expect(try !entitlement(#"{"v":1,"content_id":"m","once":false}"#, id: false).isForOneUse)
    }

    @Test("a policy of version 2 in a token is held to what its systems can express")
    func checksInlinePolicies() throws {
        func drm(_ systems: String) -> String {
            """
            {"v":1,"keys":[{"kid":"\(Samples.keyIDs[0])","policy":"hd"}],
             "policies":{"hd":{"version":2,\(systems)"keys":{"hdcp":"2.2"}}}}
            """
        }

        let policies = try entitlement(drm(#""systems":["widevine"],"#)).policies
        #expect(policies.first?.value.keyTerms.everyKey?.hdcp == .v2_2)
        #expect {
            try entitlement(drm(""))
        } throws: { error in
            if case .badClaims(.refused("hdcp", _)) = error as? TokenRefusal { true } else { false }
        }
    }
}
