package import HTTPWire

/// A refusal that a client may be told about, rendered as `application/problem+json` (RFC 9457).
package struct Problem: Error, Equatable, Sendable {
    package let code: Code
    /// Fit for strangers: no key, token, SQL or host name.
    package let detail: String
    package let retryAfter: Duration?
    /// Header fields that belong to the answer, such as `Allow`.
    package var fields: [Field] = []
    /// Further members of the problem object, in the order they are written.
    package let members: [Member]
    /// For our log alone: never rendered.
    package let reason: String?

    /// 405 with the methods that would do (RFC 9110 §15.5.6).
    package static func methodNotAllowed(_ allowed: [RequestMethod]) -> Problem {
        var problem = Problem(.methodNotAllowed, "This path takes other methods.")
        problem.fields = [Field("allow", allowed.map(\.description).joined(separator: ", "))]
        return problem
    }

    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// - Parameter reason: For our log, no secret; of an internal error that has none, the detail is logged.
    package init(
        _ code: Code, _ detail: String, retryAfter: Duration? = nil, members: [Member] = [],
        because reason: String? = nil
    ) {
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
        self.members = members
        self.reason = reason
    }
}
