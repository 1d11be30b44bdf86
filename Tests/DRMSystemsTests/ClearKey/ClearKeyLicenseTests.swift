import Bytes
import DRMSystems
import Licensing
import Testing

@Suite("ClearKey license")
struct ClearKeyLicenseTests {
    private func license(_ keys: [ContentKey]) throws -> ClearKeyLicense {
        let (site, content) = (try SiteName("acme"), try ContentName("movie-1"))
        let now = Timestamp(seconds: 1_800_000_000)
        let claims = TokenClaims(audience: site, expiresAt: now, entitlement: Entitlement(content: content))
        let approval = try judge(
            LicenseRequest(system: .clearKey, keyIDs: keys.map(\.keyID)), by: claims,
            keys: keys.map { FoundKey(site: site, content: content, key: $0) }, policy: .unlimited, at: now)
        return ClearKeyLicense(approval)
    }

    private func key(_ keyID: String, _ key: String) throws -> ContentKey {
        ContentKey(
            keyID: try KeyID(keyID), key: Secret(copying: try Hex.decode(key.utf8)), track: .sd, scheme: .cenc)
    }

    @Test("the answer is the one that Chromium played")
    func writesChromium() throws {
        let license = try license([
            key("00112233445566778899aabbccddeeff", "0123456789abcdef0123456789abcdef"),
            key("ffeeddccbbaa99887766554433221100", "ffffffffffffffffffffffffffffffff"),
        ])

        let expected = """
            {"keys":[{"kty":"oct","kid":"ABEiM0RVZneImaq7zN3u_w","k":"ASNFZ4mrze8BI0VniavN7w"},\
            {"kty":"oct","kid":"_-7dzLuqmYh3ZlVEMyIRAA","k":"_____________________w"}],"type":"temporary"}
            """
        #expect(String(decoding: license.bytes, as: UTF8.self) == expected)
    }

    @Test("no character of standard base64 and no padding ever stands in an answer")
    func avoidsStandardBase64() throws {
        let license = try license([key("fbfffefbfffefbfffefbfffefbfffefb", "fbfffefbfffefbfffefbfffefbfffefb")])
        #expect(!license.bytes.contains { "+/=".utf8.contains($0) })
    }
}
