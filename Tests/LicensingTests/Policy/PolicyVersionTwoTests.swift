import Bytes
import Licensing
import Testing

@Suite("License policy document, version 2")
struct PolicyVersionTwoTests {
    private func policy(_ text: String) throws -> LicensePolicy { try LicensePolicy(parsing: Array(text.utf8)) }

    /// Every member there is, in the order in which they are written.
    static let full = """
        {"version":2,"notBefore":1,"notAfter":2,"licenseDurationSeconds":3600,"allowedTracks":["AUDIO","SD"],\
        "systems":["widevine","playready"],"rentalDurationSeconds":60,"playbackDurationSeconds":50,\
        "mayPersist":true,\
        "renewal":{"delaySeconds":30,"retryIntervalSeconds":10,"recoveryDurationSeconds":600},\
        "devicesPerSubjectMax":5,\
        "keys":{"security":{"widevine":"SW_SECURE_CRYPTO","playready":2000},"hdcp":"1","analogOutput":"copyOnce"},\
        "tracks":{"HD":{"security":{"widevine":"HW_SECURE_ALL","playready":3000},"hdcp":"2.2",\
        "playready":{"outputLevels":{"uncompressedVideo":270,"analogVideo":200},\
        "explicitOutputs":[{"kind":"digitalVideo","rule":"abb2c6f1-e663-4625-a945-972d17b231e7",\
        "configuration":"00000001"}],"playEnablers":["786627d8-c2a6-44be-8f88-08ae255b01a7"],"removalDate":7}}},\
        "keyIDs":{"cbdad1b8-f9ca-4081-b79d-3461f0f47f21":{"hdcp":"1"}}}
        """

    @Test("every member is read, and written back as the same bytes")
    func roundTrips() throws {
        let policy = try policy(Self.full)

        #expect(policy.version == .two)
        #expect(String(decoding: policy.json, as: UTF8.self) == Self.full)
        #expect(policy.systems == [.widevine, .playReady])
        #expect(policy.devicesPerSubjectMax == 5)
        #expect(policy.terms.renewal?.recoveryDuration == .seconds(600))
        #expect(policy.terms.mayPersist == true)
        #expect(policy.keyTerms.byTrack[.hd]?.security.playReady == .hardware)
        #expect(policy.keyTerms.byTrack[.hd]?.playReady?.outputLevels?.compressedVideo == 0)
        #expect(policy.keyTerms.byTrack[.hd]?.playReady?.explicitOutputs.first?.configuration == [0, 0, 0, 1])
        #expect(policy.keyTerms.byKeyID.first?.value.hdcp == .v1)
    }

    @Test("Apple's members are read, and written back as the same bytes")
    func roundTripsFairPlay() throws {
        let text = """
            {"version":2,"systems":["fairplay"],"keys":{"security":{"fairplay":"main"},"hdcp":"2.2",\
            "airPlay":false,"avAdapter":true}}
            """
        let policy = try policy(text)

        #expect(String(decoding: policy.json, as: UTF8.self) == text)
        #expect(policy.keyTerms.everyKey?.security.fairPlay == .main)
        #expect(policy.keyTerms.everyKey?.isAirPlayAllowed == false)
        #expect(policy.keyTerms.everyKey?.isAdapterAllowed == true)
    }

    @Test("what version 1 can say is written as version 1, so that its digest stays")
    func keepsVersionOne() throws {
        let policy = try policy(
            #"{"version":2,"notAfter":5,"systems":["fairplay","playready","widevine","clearkey"]}"#)

        #expect(String(decoding: policy.json, as: UTF8.self) == #"{"version":1,"notAfter":5}"#)
        #expect(policy.systems == nil)
    }

    @Test(
        "a document that is wrong is refused, and the member named",
        arguments: [
            (#"{"version":1,"mayPersist":true}"#, JSONError.unknown(member: "mayPersist")),
            (#"{"version":1,"systems":["widevine"]}"#, .unknown(member: "systems")),
            (#"{"version":2,"system":"widevine"}"#, .unknown(member: "system")),
            (#"{"version":2,"systems":[]}"#, .unexpected(member: "systems", expected: "at least one system")),
            (
                #"{"version":2,"systems":["Widevine"]}"#,
                .unexpected(member: "systems", expected: "one of clearkey, widevine, playready, fairplay")
            ),
            (#"{"version":2,"mayPersist":"no"}"#, .unexpected(member: "mayPersist", expected: "true or false")),
            (#"{"version":2,"mayPersist":null}"#, .unexpected(member: "mayPersist", expected: "true or false")),
            (
                #"{"version":2,"devicesPerSubjectMax":0}"#,
                .unexpected(member: "devicesPerSubjectMax", expected: "1 to 1000")
            ),
            (
                #"{"version":2,"renewal":{"delaySeconds":30,"retryIntervalSeconds":10}}"#,
                .unexpected(member: "recoveryDurationSeconds", expected: "a number of seconds")
            ),
            (#"{"version":2,"renewal":{"retrySeconds":1}}"#, .unknown(member: "retrySeconds")),
            (
                #"{"version":2,"keys":{"hdcp":"2"}}"#,
                .unexpected(member: "hdcp", expected: "one of 1, 2.0, 2.1, 2.2, 2.3, noDigitalOutput")
            ),
            (#"{"version":2,"keys":{"HDCP":"1"}}"#, .unknown(member: "HDCP")),
            (
                #"{"version":2,"keys":{"security":{"playready":1}}}"#,
                .unexpected(member: "playready", expected: "150, 2000 or 3000")
            ),
            (#"{"version":2,"keys":{"security":{"clearkey":1}}}"#, .unknown(member: "clearkey")),
            (
                #"{"version":2,"tracks":{"4K":{}}}"#,
                .unexpected(member: "tracks", expected: "one of AUDIO, SD, HD, UHD1, UHD2")
            ),
            (
                #"{"version":2,"keyIDs":{"cbdad1b8":{}}}"#,
                .unexpected(member: "keyIDs", expected: "key IDs, each once")
            ),
            (
                """
                {"version":2,"keyIDs":{"cbdad1b8-f9ca-4081-b79d-3461f0f47f21":{},\
                "CBDAD1B8-f9ca-4081-b79d-3461f0f47f21":{}}}
                """,
                .unexpected(member: "keyIDs", expected: "key IDs, each once")
            ),
            (
                #"{"version":2,"keys":{"playready":{"outputLevels":{"analogVideo":201}}}}"#,
                .unexpected(member: "analogVideo", expected: "one of 100, 150, 200")
            ),
            (
                #"{"version":2,"keys":{"playready":{"playEnablers":["x"]}}}"#,
                .unexpected(member: "playEnablers", expected: "a GUID")
            ),
            (
                #"{"version":2,"keys":{"playready":{"explicitOutputs":[{"kind":"digitalVideo"}]}}}"#,
                .unexpected(member: "rule", expected: "a GUID")
            ),
        ])
    func refuses(text: String, error: JSONError) {
        #expect(throws: error) { try policy(text) }
    }

    @Test("lists of rules and what a rule says are bounded")
    func boundsRules() {
        let guid = #""786627d8-c2a6-44be-8f88-08ae255b01a7""#
        let enablers = Array(repeating: guid, count: 17).joined(separator: ",")
        let long = String(repeating: "00", count: 65)
        let rule = #"{"kind":"digitalAudio","rule":\#(guid),"configuration":"\#(long)"}"#

        #expect(throws: JSONError.unexpected(member: "playEnablers", expected: "at most 16 entries")) {
            try policy(#"{"version":2,"keys":{"playready":{"playEnablers":[\#(enablers)]}}}"#)
        }
        #expect(throws: JSONError.unexpected(member: "configuration", expected: "at most 64 bytes in hex")) {
            try policy(#"{"version":2,"keys":{"playready":{"explicitOutputs":[\#(rule)]}}}"#)
        }
    }
}
