import Bytes
import Licensing
import Testing

@Suite("What an Axinom-shaped message may not say")
struct AxinomRefusalTests {
    private static let policies = #","content_key_usage_policies":[{"name":"Policy A"}]"#

    private func member(refusedIn payload: String) throws -> String? {
        let error = #expect(throws: TokenRefusal.self) { try AxinomMessageTests.claims(payload) }
        switch error {
        case .badClaims(.refused(let member, _)), .badClaims(.unexpected(let member, _)),
            .badClaims(.unknown(let member)):
            return member
        default: return nil
        }
    }

    @Test(
        "what opens too much, or brings keys along, is refused by name",
        arguments: [
            (#"{"license_request":{"seed_id":"aba478f5-61d3-4695-b86c-ae7f00be2b91"}}"#, "license_request"),
            (#"{"stored":{}}"#, "stored"), (#"{"inline":[]}"#, "inline"), (#"{}"#, "inline"),
            (#"{"inline":[{"id":"x"}]}"#, "id"), (#"{"inline":[{}]}"#, "id"), (#"{"inline":[1]}"#, "inline"),
            (#"{"inline":[{"id":"\#(Samples.keyIDs[0])","encrypted_key":"QmfH"}]}"#, "encrypted_key"),
            (#"{"inline":[{"id":"\#(Samples.keyIDs[0])","iv":"QmfH"}]}"#, "iv"),
            (#"{"inline":[{"id":"\#(Samples.keyIDs[0])","usage_policy":"Policy B"}]}"#, "usage_policy"),
            (#"{"inline":[{"id":"\#(Samples.keyIDs[0])"},{"id":"\#(Samples.keyIDs[0])"}]}"#, "inline"),
        ])
    func refusesSources(source: String, name: String) throws {
        let message = #""content_keys_source":\#(source)"# + Self.policies
        #expect(try member(refusedIn: AxinomMessageTests.payload(message)) == name)
    }

    @Test(
        "a wish about the license that would be dropped is refused by name",
        arguments: [
            (#"{"concurrency_interval":300}"#, "concurrency_interval"), (#"{"renewal":1}"#, "renewal"),
            (#"{"duration":0}"#, "duration"), (#"{"start_datetime":"2027-01-15"}"#, "start_datetime"),
            (#"{"widevine":{"allow_playback":false}}"#, "allow_playback"),
            (#"{"widevine":{"allow_renewal":true,"renewal_delay":5}}"#, "renewal_retry_interval"),
            (#"{"widevine":{"renewal_url":"https://example.com"}}"#, "renewal_url"),
            (#"{"widevine":{"renew_with_usage":true}}"#, "renew_with_usage"),
            (#"{"playready":{"custom_data":"x"}}"#, "custom_data"),
            (#"{"playready":{"real_time_expiration":true}}"#, "real_time_expiration"),
            (#"{"fairplay":{"ignore_keys_in_license_request":"true"}}"#, "ignore_keys_in_license_request"),
            (#"{"allow_persistence":"yes"}"#, "allow_persistence"),
        ])
    func refusesLicenses(license: String, name: String) throws {
        let message = AxinomMessageTests.inline + Self.policies + #","license":\#(license)"#
        #expect(try member(refusedIn: AxinomMessageTests.payload(message)) == name)
    }

    @Test(
        "a usage policy that says what we do not know is refused by name",
        arguments: [
            (#"{"name":"Policy A","clearkey":{}}"#, "clearkey"), (#"{}"#, "name"),
            (#"{"name":"Policy A","widevine":{"hdcp":"3.0"}}"#, "hdcp"),
            (#"{"name":"Policy A","widevine":{"disable_analog_output":true}}"#, "disable_analog_output"),
            (#"{"name":"Policy A","widevine":{"device_security_level":"L1"}}"#, "device_security_level"),
            (#"{"name":"Policy A","playready":{"source_id":"x"}}"#, "source_id"),
            (#"{"name":"Policy A","playready":{"min_device_security_level":2500}}"#, "min_device_security_level"),
            (#"{"name":"Policy A","playready":{"analog_video_opl":99}}"#, "analog_video_opl"),
            (
                #"{"name":"Policy A","playready":{"analog_video_output_protections":[{"config_data":""}]}}"#, "id"
            ),
            (#"{"name":"Policy A","fairplay":{"hdcp":"2.2"}}"#, "hdcp"),
            (#"{"name":"Policy A"},{"name":"Policy A"}"#, "content_key_usage_policies"),
        ])
    func refusesUsagePolicies(policy: String, name: String) throws {
        let message = AxinomMessageTests.inline + #","content_key_usage_policies":[\#(policy)]"#
        #expect(try member(refusedIn: AxinomMessageTests.payload(message)) == name)
    }

    @Test(
        "an envelope of another version, without an end or with what we do not look at is refused by name",
        arguments: [
            (#"{"version":2,"com_key_id":"shop-1","message":{}}"#, "version"),
            (#"{"version":1,"com_key_id":"shop-1","message":{}}"#, "expiration_date"),
            (#"{"version":1,"com_key_id":"shop-1","exp":1800000300,"message":1}"#, "message"),
            (#"{"version":1,"com_key_id":"shop-1","exp":1800000300,"message":{"version":2}}"#, "type"),
            (
                #"{"version":1,"com_key_id":"shop-1","exp":1800000300,"#
                    + #""message":{"type":"entitlement_message","version":1}}"#, "version"
            ),
            (#"{"version":1,"com_key_id":"shop-1","expiration_date":"tomorrow","message":{}}"#, "expiration_date"),
            (
                AxinomMessageTests.payload(
                    AxinomMessageTests.inline + policies
                        + #","license_server":{"access_control":{"allowed_ip_addresses":["80.0.0.1"]}}"#),
                "allowed_ip_addresses"
            ),
            (
                AxinomMessageTests.payload(AxinomMessageTests.inline + policies + #","session":{"x":1}"#), "session"
            ),
            (AxinomMessageTests.payload(AxinomMessageTests.inline + policies + #","client_ip":"x""#), "client_ip"),
        ])
    func refusesEnvelopes(payload: String, name: String) throws {
        #expect(try member(refusedIn: payload) == name)
    }

    @Test("a message that does not name its key is refused before anything else is read")
    func wantsKeyName() throws {
        let token = try TokenSigner.token(header: AxinomMessageTests.header, payload: #"{"version":1}"#)
        #expect(throws: TokenRefusal.badHeader(.unexpected(member: "kid", expected: "the name of a key"))) {
            try LicenseToken(parsing: token)
        }
    }
}
