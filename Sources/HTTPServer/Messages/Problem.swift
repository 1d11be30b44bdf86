/// A refusal that a client may be told about, rendered as `application/problem+json` (RFC 9457).
package struct Problem: Error, Equatable, Sendable {
    package let code: Code
    /// Fit for strangers: no key, token, SQL or host name.
    package let detail: String
    package let retryAfter: Duration?
    /// Further members of the problem object, in the order they are written.
    package let members: [Member]

    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(_ code: Code, _ detail: String, retryAfter: Duration? = nil, members: [Member] = []) {
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
        self.members = members
    }
}
