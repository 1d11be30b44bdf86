/// What stands before a request's body; valid by construction, so nobody checks it again.
package struct RequestHead: Sendable {
    package let method: RequestMethod
    /// What stands before `?`, still percent-encoded; begins with `/`, or is `*` (`OPTIONS` only).
    package let path: String
    /// What stands after the first `?`, still percent-encoded; nil without one.
    package let query: String?
    /// Host and perhaps port, from the target, `:authority` or `Host`; nil only in HTTP/1.0.
    package let authority: String?
    /// Only when the target or `:scheme` names it; never to be trusted over what the listener knows.
    package let scheme: String?
    package let version: HTTPVersion
    package let fields: FieldSection
}

/// A whole request.
package struct WireRequest: Sendable {
    package let stream: StreamID
    package let head: RequestHead
    package let body: [UInt8]
}
