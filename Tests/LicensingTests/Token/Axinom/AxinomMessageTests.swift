import Bytes
import Cryptography
import Licensing
import Testing

@Suite("Axinom-shaped entitlement messages")
struct AxinomMessageTests {
    static let header = #"{"alg":"HS256","typ":"JWT"}"#
    static let inline = #""content_keys_source":{"inline":[{"id":"\#(Samples.keyIDs[0])","usage_policy":"Policy A"}]}"#

    /// A message around what differs from test to test.
    static func payload(
        _ message: String = inline + #","content_key_usage_policies":[{"name":"Policy A"}]"#,
        envelope: String = #""expiration_date":"2027-01-15T08:05:00Z","#
    ) -> String {
        """
        {"version":1,"com_key_id":"shop-1",\(envelope)
         "message":{"type":"entitlement_message","version":2,\(message)}}
        """
    }

    static func claims(
        _ payload: String, header: String = header, at now: Timestamp = Samples.now
    ) throws -> TokenClaims {
        let token = try TokenSigner.token(header: header, payload: payload)
        return try TokenSigner.verifier().claims(of: LicenseToken(parsing: token), at: now)
    }

    /// What a message gets a player that asks for two keys, of which it names one.
    private func approve(_ message: String, _ system: DRMSystem) throws -> (
        keys: [KeyID], LicenseTerms, KeyTerms?, Int64
    ) {
        let request = LicenseRequest(
            system: system, keyIDs: Array(Samples.keyIDs.prefix(2)),
            device: Device(id: [1], securityLevel: 3_000), isPersistent: true)
        let license = try judge(
            request, by: Self.claims(Self.payload(message)), keys: [Samples.found(0), Samples.found(1)],
            policy: .unlimited, at: Samples.now)
        return (
            license.keys.map(\.key.keyID), license.terms, license.keys[0].terms,
            license.expiresAt.seconds - Samples.now.seconds
        )
    }

    @Test("the key is found by com_key_id, and by the header's kid when there is one")
    func findsKey() throws {
        let token = try TokenSigner.token(header: Self.header, payload: Self.payload())
        #expect(try LicenseToken(parsing: token).keyName.description == "shop-1")
        let named = #"{"alg":"HS256","kid":"other"}"#
        let other = try TokenSigner.token(header: named, payload: Self.payload())
        #expect(try LicenseToken(parsing: other).keyName.description == "other")
    }

    @Test("only the keys that the message names are licensed, and only while it is valid")
    func grantsListedKeys() throws {
        for system in [DRMSystem.widevine, .playReady, .fairPlay] {
            let message = Self.inline + #","content_key_usage_policies":[{"name":"Policy A"}]"#
            #expect(try approve(message, system).keys == [Samples.keyIDs[0]])
        }
        #expect(throws: TokenRefusal.expired) {
            try Self.claims(Self.payload(), at: Samples.now + .seconds(360))
        }
        #expect(throws: TokenRefusal.notYetValid) {
            try Self.claims(
                Self.payload(
                    envelope: #""begin_date":"2027-01-15T08:02:00Z","expiration_date":"2027-01-15T08:05:00Z","#))
        }
    }

    @Test("a bad signature, another algorithm and another key are refused as for our own tokens")
    func refusesForgeries() throws {
        let forged = try TokenSigner.token(
            header: Self.header, payload: Self.payload(), secret: Samples.secret(1))
        #expect(throws: TokenRefusal.badSignature) {
            try TokenSigner.verifier().claims(of: LicenseToken(parsing: forged), at: Samples.now)
        }
        for algorithm in ["none", "ES256", "RS256"] {
            #expect(throws: TokenRefusal.algorithmMismatch) {
                try Self.claims(Self.payload(), header: #"{"alg":"\#(algorithm)"}"#)
            }
        }
    }

    @Test("each system's block holds for that system")
    func keepsBlocksApart() throws {
        let message =
            Self.inline + """
                ,"license":{"duration":3600,"allow_persistence":true,
                  "widevine":{"playback_duration":600,"allow_renewal":true,"renewal_delay":300,"renewal_recovery":900,
                              "renewal_retry_interval":10,"real_time_duration_expiration":true},
                  "playready":{"playback_duration":700,"duration":1800,"allow_persistence":"false"},
                  "fairplay":{"real_time_expiration":false}},
                 "content_key_usage_policies":[{"name":"Policy A",
                  "widevine":{"device_security_level":"HW_SECURE_DECODE","hdcp":"2.0","cgms-a":"once"},
                  "playready":{"min_device_security_level":2000,"analog_video_opl":201,
                    "play_enablers":["786627D8-C2A6-44BE-8F88-08AE255B01A7"],
                    "digital_video_output_protections":[
                      {"id":"abb2c6f1-e663-4625-a945-972d17b231e7","config_data":"AAAAAQ=="}]},
                  "fairplay":{"hdcp":"TYPE1","allow_airplay":true}}]
                """
        let renewal = RenewalTerms(delay: .seconds(300), retryInterval: .seconds(10), recoveryDuration: .seconds(900))

        let widevine = try approve(message, .widevine)
        let playReady = try approve(message, .playReady)
        let fairPlay = try approve(message, .fairPlay)

        #expect(widevine.1 == LicenseTerms(playbackDuration: .seconds(600), mayPersist: true, renewal: renewal))
        #expect(
            widevine.2
                == KeyTerms(security: SecurityFloor(widevine: .hardwareDecode), hdcp: .v2, analogOutput: .copyOnce))
        #expect(playReady.1 == LicenseTerms(playbackDuration: .seconds(700), mayPersist: false))
        #expect(playReady.2?.security == SecurityFloor(playReady: .software))
        #expect(playReady.2?.playReady?.outputLevels?.analogVideo == 201)
        #expect(playReady.2?.playReady?.playEnablers == [0x7866_27D8_C2A6_44BE_8F88_08AE_255B_01A7])
        #expect(playReady.2?.playReady?.explicitOutputs.first?.configuration == [0, 0, 0, 1])
        #expect(fairPlay.1 == LicenseTerms(mayPersist: true))
        #expect(fairPlay.2 == KeyTerms(hdcp: .v2_2, isAirPlayAllowed: true, isAdapterAllowed: false))
        #expect([widevine.3, playReady.3, fairPlay.3] == [3_600, 1_800, 3_600])
    }

    @Test("a license is kept only when the message says so, whether or not it speaks of the license at all")
    func keepsNothingUnsaid() throws {
        let message = Self.inline + #","content_key_usage_policies":[{"name":"Policy A"}]"#
        let keeping = LicensePolicy(terms: LicenseTerms(mayPersist: true))
        for (license, isKept) in [
            ("", false), (#","license":{}"#, false), (#","license":{"allow_persistence":true}"#, true),
        ] {
            let approval = try judge(
                LicenseRequest(system: .widevine, keyIDs: [Samples.keyIDs[0]], isPersistent: true),
                by: Self.claims(Self.payload(message + license)), keys: [Samples.found(0)],
                policy: BoundingPolicy(keeping), at: Samples.now)
            let isPersistent = approval.isPersistent
            #expect(isPersistent == isKept, "\(license)")
        }
    }

    @Test("the license's dates bound when it is issued and when it ends")
    func keepsDates() throws {
        func dated(_ start: String, _ end: String) -> String {
            Self.inline + #","content_key_usage_policies":[{"name":"Policy A"}],"#
                + #""license":{"start_datetime":"\#(start)","expiration_datetime":"\#(end)"}"#
        }

        #expect(try approve(dated("2027-01-15T08:00:00Z", "2027-01-15T09:01:00+01:00"), .widevine).3 == 60)
        #expect(throws: LicenseRefusal.notYetValid) {
            try approve(dated("2027-01-15T08:00:01Z", "2028-01-01T00:00:00Z"), .widevine)
        }
    }

    @Test("ClearKey could keep none of the rules, so a message opens nothing for it")
    func refusesClearKey() {
        #expect(throws: LicenseRefusal.systemNotAllowed) {
            try approve(Self.inline + #","content_key_usage_policies":[{"name":"Policy A"}]"#, .clearKey)
        }
    }

    @Test("a message against reuse is for one use, and needs an ID")
    func isForOneUse() throws {
        let message =
            Self.inline + #","content_key_usage_policies":[{"name":"Policy A"}],"#
            + #""license_server":{"access_control":{"prevent_drm_message_reuse":"true"}}"#
        let envelope = #""id":"a7659f89","expiration_date":"2027-01-15T08:05:00Z","#

        let claims = try Self.claims(Self.payload(message, envelope: envelope))

        #expect(claims.entitlement.isForOneUse)
        #expect(claims.tokenID == "a7659f89")
        #expect(throws: TokenRefusal.self) { try Self.claims(Self.payload(message)) }
    }
}
