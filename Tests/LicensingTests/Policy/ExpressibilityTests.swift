import Bytes
import Licensing
import Testing

@Suite("What a system cannot express is refused where it is written")
struct ExpressibilityTests {
    private func policy(_ members: String) throws -> LicensePolicy {
        try LicensePolicy(parsing: Array(#"{"version":2,\#(members)}"#.utf8))
    }

    @Test(
        "a field that one of the systems cannot express is refused, with the system and what to do",
        arguments: [
            (#""licenseDurationSeconds":60"#, "licenseDurationSeconds", "clearkey cannot express it"),
            (#""rentalDurationSeconds":60"#, "rentalDurationSeconds", "clearkey cannot express it"),
            (#""playbackDurationSeconds":60"#, "playbackDurationSeconds", "clearkey cannot express it"),
            (#""mayPersist":true"#, "mayPersist", "clearkey cannot express ‘true’"),
            (#""devicesPerSubjectMax":2"#, "devicesPerSubjectMax", "clearkey cannot express it"),
            (#""keys":{"hdcp":"1"}"#, "hdcp", "clearkey cannot express ‘1’"),
            (
                #""systems":["clearkey","widevine"],"keys":{"security":{"widevine":"HW_SECURE_ALL"}}"#,
                "security.widevine", "clearkey cannot express it"
            ),
            (#""systems":["widevine","playready"],"keys":{"hdcp":"2.3"}"#, "hdcp", "playready cannot express ‘2.3’"),
            (
                #""systems":["widevine","fairplay"],"tracks":{"HD":{"hdcp":"noDigitalOutput"}}"#,
                "hdcp", "fairplay cannot express ‘noDigitalOutput’"
            ),
            (
                #""systems":["playready"],"keys":{"hdcp":"2.0"}"#, "hdcp", "playready cannot express ‘2.0’"
            ),
        ])
    func refuses(members: String, member: String, reason: String) throws {
        let error = #expect(throws: JSONError.self) { try policy(members) }

        guard case .refused(member, let because) = error else { return #expect(error == nil) }
        #expect(because.hasPrefix(reason))
        #expect(because.contains("narrow \"systems\" to some of"))
        #expect(!because.contains("some of clearkey"))
    }

    @Test(
        "a field of a system that the policy leaves out is refused too, as it would be dropped",
        arguments: [
            (#""systems":["widevine"],"keys":{"airPlay":false}"#, "airPlay", "playready, fairplay"),
            (#""systems":["fairplay"],"keys":{"analogOutput":"copyNever"}"#, "analogOutput", "widevine, playready"),
            (#""systems":["playready"],"keys":{"avAdapter":true}"#, "avAdapter", "fairplay"),
            (#""systems":["fairplay"],"keys":{"playready":{}}"#, "playready", "playready"),
            (#""systems":["fairplay"],"keys":{"security":{"playready":3000}}"#, "security.playready", "playready"),
        ])
    func refusesForeign(members: String, member: String, owner: String) {
        let reason = "it is about \(owner), which \"systems\" leaves out"
        #expect(throws: JSONError.refused(member: member, because: reason)) { try policy(members) }
    }

    @Test("one document can speak of all three at once")
    func acceptsAllThree() throws {
        _ = try policy(
            """
            "systems":["widevine","playready","fairplay"],"licenseDurationSeconds":3600,"mayPersist":true,
            "renewal":{"delaySeconds":1800,"retryIntervalSeconds":30,"recoveryDurationSeconds":900},
            "devicesPerSubjectMax":5,
            "keys":{"security":{"widevine":"HW_SECURE_ALL","playready":3000,"fairplay":"main"},"hdcp":"2.2",
                    "analogOutput":"forbidden","airPlay":false,"avAdapter":false,"playready":{"removalDate":5}}
            """)
    }

    @Test("ClearKey alone may be given what a server decides by itself")
    func acceptsClearKey() throws {
        let clearKey = try policy(
            #""systems":["clearkey"],"notAfter":5,"notBefore":1,"allowedTracks":["SD"],"mayPersist":false"#)
        #expect(clearKey.systems == [.clearKey])
    }

    @Test("each field is expressible in at least one system, and by none in a ClearKey license")
    func coversFields() {
        for field in PolicyField.all {
            let ways = DRMSystem.allCases.map { field.expressibility(in: $0) }
            #expect(ways.contains { $0 == .byServer || $0 == .inLicense }, "\(field)")
            #expect(ways[0] == .byServer || ways[0] == .inexpressible, "\(field)")
        }
    }

    @Test("every member that a document has is held against what its systems can express")
    func seesFields() throws {
        let common = try LicensePolicy(parsing: Array(PolicyVersionTwoTests.full.utf8))
        let apple = try policy(
            #""systems":["fairplay"],"keys":{"security":{"fairplay":"main"},"airPlay":false,"avAdapter":true}"#)
        let members = Set((common.fields + apple.fields).map(\.member))
        #expect(members == Set(PolicyField.all.map(\.member)))
        #expect(members.count == 18)
    }

    @Test("a document of version 1 may still say how long a license lives, for all systems")
    func keepsVersionOne() throws {
        let policy = try LicensePolicy(parsing: Array(#"{"version":1,"licenseDurationSeconds":60}"#.utf8))
        #expect(policy.licenseDuration == .seconds(60))
    }
}
