import Failover
import Testing

@testable import Prober

@Suite("Health rule")
struct HealthRuleTests {
    struct Example: Sendable {
        let status: Int
        let body: String
        let ofMain: Verdict
        let ofBackup: Verdict

        init(_ status: Int, _ body: String, _ ofMain: Verdict, _ ofBackup: Verdict? = nil) {
            (self.status, self.body, self.ofMain, self.ofBackup) = (status, body, ofMain, ofBackup ?? ofMain)
        }
    }

    static let examples: [Example] = [
        Example(200, #"{"status":"pass","mode":"read-write"}"#, .healthy),
        Example(200, #"{"status":"warn","mode":"read-write"}"#, .healthy),
        Example(200, #"{"status":"warn","mode":"read-only"}"#, .unhealthy(.notReadWrite), .healthy),
        Example(200, #"{"status":"pass"}"#, .unhealthy(.notReadWrite), .healthy),
        Example(200, #"{"status":"pass","mode":7}"#, .unhealthy(.notReadWrite), .healthy),
        Example(302, #"{"status":"pass","mode":"read-write"}"#, .healthy),
        Example(503, #"{"status":"pass","mode":"read-write"}"#, .unhealthy(.status)),
        Example(404, "", .unhealthy(.status)),
        Example(200, #"{"status":"fail","mode":"read-write"}"#, .unhealthy(.status)),
        Example(200, #"{"status":"maybe"}"#, .unhealthy(.malformedBody)),
        Example(200, #"{"mode":"read-write"}"#, .unhealthy(.malformedBody)),
        Example(200, "<html>It works!</html>", .unhealthy(.malformedBody)),
        Example(200, "", .unhealthy(.malformedBody)),
    ]

    @Test("an answer is judged by its status, its report and what is demanded of its region", arguments: examples)
    func judges(_ example: Example) {
        let body = Array(example.body.utf8)

        #expect(
            HealthRule.document(mustBeReadWrite: true).verdict(status: example.status, body: body) == example.ofMain)
        #expect(
            HealthRule.document(mustBeReadWrite: false).verdict(status: example.status, body: body) == example.ofBackup)
    }

    @Test("as Route 53 has it, the text must lie wholly within the first 5,120 bytes", arguments: [0, 5118, 5119])
    func searches(offset: Int) {
        let page = [UInt8](repeating: 0x20, count: offset) + Array("ok".utf8) + [UInt8](repeating: 0x20, count: 9000)
        let rule = HealthRule.route53(searchString: Array("ok".utf8))

        #expect(rule.verdict(status: 200, body: page).isHealthy == (offset <= 5118))
        #expect(rule.verdict(status: 400, body: page) == .unhealthy(.status))
        #expect(HealthRule.route53(searchString: nil).verdict(status: 399, body: []) == .healthy)
    }
}
