import HTTPServer
import HTTPWire
import Testing

@testable import LicenseService

@Suite("Cross-origin requests")
struct CrossOriginTests {
    @Test("a preflight from any origin is allowed what players send", arguments: ["https://a.example", "null"])
    func allowsPreflight(origin: String) throws {
        let response = CrossOrigin.preflight(try Samples.request("OPTIONS", "/", ["origin: \(origin)"]))

        #expect(response.head.status == 204)
        #expect(response.field("access-control-allow-origin") == origin)
        #expect(response.field("access-control-allow-methods")?.contains("POST") == true)
        #expect(response.field("access-control-allow-headers") == "authorization, content-type")
        #expect(response.field("access-control-max-age").flatMap { Int($0) } == 7200)
        #expect(response.field("vary") == "origin")
    }

    @Test("credentials are never allowed: the token is not a cookie")
    func allowsNoCredentials() throws {
        let response = CrossOrigin.preflight(try Samples.request("OPTIONS", "/", ["origin: https://a.example"]))

        #expect(response.field("access-control-allow-credentials") == nil)
    }

    @Test("a request without an origin is answered without these fields")
    func leavesOthersAlone() throws {
        var response = Response(status: 200)
        CrossOrigin.allow(try Samples.request("POST", "/"), in: &response)

        #expect(response.head.fields.isEmpty)
    }
}
