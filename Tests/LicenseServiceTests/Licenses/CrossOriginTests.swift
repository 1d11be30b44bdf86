import HTTPServer
import HTTPWire
import Testing

@testable import LicenseService

@Suite("Cross-origin requests")
struct CrossOriginTests {
    @Test(
        "a page of any origin may read the answer, and see when and how it came",
        arguments: ["https://a.example", "null"])
    func allowsOrigin(origin: String) throws {
        var response = CrossOrigin.preflight
        let head = try Samples.request("OPTIONS", "/", ["origin: \(origin)"]).head
        response.head.append(CrossOrigin.fields(answering: head))

        #expect(response.head.status == 204)
        #expect(response.field("access-control-allow-origin") == origin)
        #expect(response.field("timing-allow-origin") == origin)
        #expect(response.field("vary") == "origin")
        #expect(response.field("access-control-allow-credentials") == nil, "the token is no cookie")
    }

    @Test("a preflight allows what players send")
    func allowsPreflight() {
        #expect(CrossOrigin.preflight.field("access-control-allow-methods")?.contains("POST") == true)
        #expect(
            CrossOrigin.preflight.field("access-control-allow-headers") == "authorization, content-type, soapaction, x-axdrm-message")
        #expect(CrossOrigin.preflight.field("access-control-max-age").flatMap { Int($0) } == 7200)
    }

    @Test("a request without an origin is answered without these fields")
    func leavesOthersAlone() throws {
        #expect(CrossOrigin.fields(answering: try Samples.request("POST", "/").head).isEmpty)
    }
}
