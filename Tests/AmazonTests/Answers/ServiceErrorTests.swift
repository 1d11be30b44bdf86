import Amazon
import Testing

@Suite("Refusals of services")
struct ServiceErrorTests {
    private func failure(_ status: Int, _ body: String) -> AmazonFailure {
        ServiceError.failure(status: status, body: Array(body.utf8))
    }

    @Test(
        "code and words are found in each dialect",
        arguments: [
            (
                #"{"__type":"com.amazonaws.cloudwatch.v2010_08_01#InvalidParameterValueException","message":"bad"}"#,
                "InvalidParameterValueException", "bad"
            ),
            (
                "<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code>"
                    + "<Message>no topic</Message></Error></ErrorResponse>",
                "NotFound", "no topic"
            ),
            (
                "<InvalidChangeBatch><Messages><Message>not there</Message></Messages></InvalidChangeBatch>",
                "InvalidChangeBatch", "not there"
            ),
            ("<html><body>Bad gateway", "", "<html><body>Bad gateway"), ("", "", ""),
        ])
    func reads(body: String, code: String, message: String) {
        #expect(failure(400, body) == .refused(status: 400, code: code, message: message))
    }

    @Test("a service's words are cut and stay on one line")
    func bounds() {
        let long = String(repeating: "x", count: 100_000)

        guard
            case .refused(_, let code, let message) = failure(
                400, "{\"__type\":\"\(long)\",\"message\":\"a\\nb\(long)\"}")
        else {
            Issue.record("not a refusal")
            return
        }
        #expect(code.count == AmazonLimits.reasonCharacters && message.count == AmazonLimits.reasonCharacters)
        #expect(message.hasPrefix("a bx"))
    }

    @Test(
        "what may pass is tried again, and what will not is not",
        arguments: [
            (400, "ThrottlingException", true), (429, "", true), (500, "", true), (503, "ServiceUnavailable", true),
            (400, "Throttling", true), (403, "ExpiredToken", true), (403, "InvalidClientTokenId", true),
            (400, "PriorRequestNotComplete", true), (403, "AccessDenied", false), (404, "NotFound", false),
            (400, "InvalidParameterValue", false), (400, "InvalidChangeBatch", false),
        ])
    func classifies(status: Int, code: String, isWorthRetrying: Bool) {
        let failure = AmazonFailure.refused(status: status, code: code, message: "")

        #expect(failure.isWorthRetrying == isWorthRetrying)
    }
}
