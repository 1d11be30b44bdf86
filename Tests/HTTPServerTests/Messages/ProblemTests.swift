import Foundation
import HTTPWire
import Testing

@testable import HTTPServer

@Suite("Problem")
struct ProblemTests {
    private func json(_ response: Response) throws -> [String: Any] {
        guard case .bytes(let bytes) = response.body else { return [:] }
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    private func field(_ name: String, of response: Response) -> String? {
        response.head.fields.first { $0.name == name }?.value
    }

    @Test("every code is rendered with its type, title and status", arguments: Problem.Code.allCases)
    func rendersCode(code: Problem.Code) throws {
        let response = Response(Problem(code, "Words with \"quotes\"."))
        let members = try json(response)

        #expect(response.head.status == code.status)
        #expect((400...599).contains(code.status))
        #expect(field("content-type", of: response) == "application/problem+json")
        #expect(members["type"] as? String == "/problems/\(code.rawValue)")
        #expect(members["status"] as? Int == code.status)
        #expect(members["detail"] as? String == "Words with \"quotes\".")
        #expect((members["title"] as? String)?.first?.isUppercase == true)
        #expect(code.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
    }

    @Test("a 401 names the scheme that would do, and nothing else does", arguments: Problem.Code.allCases)
    func challenges(code: Problem.Code) {
        let challenge = field("www-authenticate", of: Response(Problem(code, "")))

        #expect((challenge != nil) == (code.status == 401))
    }

    @Test(
        "players are asked for a token, packagers for their key",
        arguments: [
            (Problem.Code.tokenMissing, "Bearer realm=\"licenses\""),
            (.tokenExpired, "Bearer realm=\"licenses\", error=\"invalid_token\""),
            (.tokenInvalid, "Bearer realm=\"licenses\", error=\"invalid_token\""),
            (.credentialMissing, "Basic realm=\"packagers\", charset=\"UTF-8\""),
            (.credentialInvalid, "Basic realm=\"packagers\", charset=\"UTF-8\""),
        ])
    func namesScheme(code: Problem.Code, challenge: String) {
        #expect(field("www-authenticate", of: Response(Problem(code, ""))) == challenge)
    }

    @Test(
        "Retry-After is in whole seconds, rounded up",
        arguments: [
            (Duration.seconds(5), "5"), (.milliseconds(1), "1"), (.milliseconds(1001), "2"), (.nanoseconds(1), "1"),
            (.zero, "0"),
        ])
    func roundsUp(delay: Duration, expected: String) {
        #expect(field("retry-after", of: Response(Problem(.overloaded, "", retryAfter: delay))) == expected)
    }

    @Test("without a delay there is no Retry-After")
    func hasNoRetryAfter() {
        #expect(field("retry-after", of: Response(Problem(.overloaded, ""))) == nil)
    }

    @Test("further members stand in the object after the detail")
    func writesMembers() throws {
        let problem = Problem(
            .readOnlyRegion, "Only reads.", members: [.init("region", "tokyo"), .init("since", "2026-11-23")])

        let members = try json(Response(problem))

        #expect(members["region"] as? String == "tokyo")
        #expect(members["since"] as? String == "2026-11-23")
    }

    @Test(
        "what the wire refuses becomes a problem of the same status",
        arguments: [
            WireRefusal.lengthRequired, .bodyTooLarge, .targetTooLong, .expectationFailed, .headerTooLarge,
            .unsupportedMethod, .unsupportedTransferCoding, .versionNotSupported,
        ])
    func keepsStatus(refusal: WireRefusal) {
        #expect(Problem.Code(refusal).status == refusal.status)
    }
}
