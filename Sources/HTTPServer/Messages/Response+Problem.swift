internal import Bytes
internal import HTTPWire

extension Response {
    /// A problem as `application/problem+json` (RFC 9457 §3).
    package init(_ problem: Problem) {
        var json = JSONWriter()
        json.object { json in
            json.member("type", "/problems/\(problem.code.rawValue)")
            json.member("title", problem.code.title)
            json.member("status", problem.code.status)
            json.member("detail", problem.detail)
            for member in problem.members { json.member(member.name, member.value) }
        }
        self.init(status: problem.code.status, type: "application/problem+json", json.bytes)
        // A problem may quote what a stranger sent: no browser shall take it for a page.
        head.append(Field("x-content-type-options", "nosniff"))
        if problem.code == .internal { reason = problem.reason ?? problem.detail }
        for field in problem.fields { head.append(field) }
        if let delay = problem.retryAfter {
            // RFC 9110 §10.2.3: whole seconds; rounded up, for coming back early would be refused again.
            head.append(
                Field("retry-after", String(delay.components.seconds + (delay.components.attoseconds > 0 ? 1 : 0))))
        }
        // RFC 9110 §11.6.1: a 401 names the scheme that would do.
        if problem.code.status == 401 { head.append(Field("www-authenticate", problem.code.challenge)) }
    }

    /// What the wire refused before any route saw it.
    init(_ refused: RefusedRequest) {
        let retryAfter: Duration? = refused.refusal == .noRoom ? .seconds(1) : nil
        self.init(Problem(Problem.Code(refused.refusal), refused.refusal.detail, retryAfter: retryAfter))
    }
}

extension Problem.Code {
    fileprivate var challenge: String {
        switch self {
        case .tokenExpired, .tokenInvalid: #"Bearer realm="licenses", error="invalid_token""#  // RFC 6750 §3.1
        case .tokenMissing: #"Bearer realm="licenses""#
        case .vantageSecretInvalid: #"Bearer realm="vantages""#
        default: #"Basic realm="packagers", charset="UTF-8""#  // RFC 7617 §2.1
        }
    }

    /// Where the wire's reasons meet ours; without a `default`, a new reason must choose.
    init(_ refusal: WireRefusal) {
        self =
            switch refusal {
            case .badRequest: .malformedRequest
            case .lengthRequired: .lengthRequired
            case .bodyTooLarge: .bodyTooLarge
            case .targetTooLong: .targetTooLong
            case .expectationFailed: .expectationFailed
            case .headerTooLarge: .headersTooLarge
            case .unsupportedMethod, .unsupportedTransferCoding: .notImplemented
            case .versionNotSupported: .versionNotSupported
            case .noRoom: .overloaded
            }
    }
}
