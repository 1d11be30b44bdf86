import Bytes
import Licensing
import Testing

@Suite("License policy document")
struct LicensePolicyTests {
    @Test("a policy is read back as it was written")
    func roundTrips() throws {
        let policy = LicensePolicy(
            notBefore: Timestamp(seconds: 1), notAfter: Timestamp(seconds: 2), licenseDuration: .seconds(3600),
            allowedTracks: [.sd, .audio])
        let text = """
            {"version":1,"notBefore":1,"notAfter":2,"licenseDurationSeconds":3600,"allowedTracks":["AUDIO","SD"]}
            """

        #expect(String(decoding: policy.json, as: UTF8.self) == text)
        #expect(try LicensePolicy(parsing: policy.json) == policy)
        #expect(try LicensePolicy(parsing: LicensePolicy.unlimited.json) == .unlimited)
    }

    @Test("equal policies have equal digests, and others do not")
    func digests() {
        let one = LicensePolicy(allowedTracks: [.sd, .hd, .audio])
        let two = LicensePolicy(allowedTracks: [.audio, .hd, .sd])
        #expect(one.digest == two.digest)
        #expect(one.digest != LicensePolicy.unlimited.digest)
        #expect(one.digest.count == 32)
    }

    @Test(
        "a document that is wrong is refused, and the member named",
        arguments: [
            ("{}", JSONError.unexpected(member: "version", expected: "1 or 2")),
            (#"{"version":3}"#, .unexpected(member: "version", expected: "1 or 2")),
            (#"{"version":"1"}"#, .unexpected(member: "version", expected: "an integer")),
            (#"{"version":1,"notafter":5}"#, .unknown(member: "notafter")),
            (#"{"version":1,"persistent":false}"#, .unknown(member: "persistent")),
            (#"{"version":1,"notAfter":null}"#, .unexpected(member: "notAfter", expected: "an integer")),
            (#"{"version":1,"notAfter":1.5}"#, .unexpected(member: "notAfter", expected: "an integer")),
            (
                #"{"version":1,"licenseDurationSeconds":0}"#,
                .unexpected(member: "licenseDurationSeconds", expected: "1 to 316224000 seconds")
            ),
            (
                #"{"version":1,"licenseDurationSeconds":9223372036854775807}"#,
                .unexpected(member: "licenseDurationSeconds", expected: "1 to 316224000 seconds")
            ),
            (
                #"{"version":1,"allowedTracks":["sd"]}"#,
                .unexpected(member: "allowedTracks", expected: "one of AUDIO, SD, HD, UHD1, UHD2")
            ),
            (
                #"{"version":1,"allowedTracks":[]}"#,
                .unexpected(member: "allowedTracks", expected: "at least one track type")
            ),
        ])
    func refuses(text: String, error: JSONError) {
        #expect(throws: error) { try LicensePolicy(parsing: Array(text.utf8)) }
    }

    @Test("a document longer than the limit is not even read")
    func boundsLength() {
        let text = #"{"version":1}"# + String(repeating: " ", count: 16 * 1024)
        #expect(throws: JSONError.self) { try LicensePolicy(parsing: Array(text.utf8)) }
    }
}
