/// A request of ours; valid by construction, so that it cannot be split whatever ends up in a part of it.
package struct OutgoingRequest: Sendable {
    package let method: RequestMethod
    package let scheme: String
    /// Host and perhaps port, as `Host` and `:authority` say it.
    package let authority: String
    /// Path and perhaps query, percent-encoded.
    package let target: String
    /// Without those that belong to the session: it says itself where a body ends.
    package let fields: [Field]
    package let body: [UInt8]

    /// Nil when the method is no token, the target does not begin with `/`, the authority is none, or a byte of a field
    /// would change what surrounds it.
    package init?(
        method: RequestMethod, scheme: String, authority: String, target: String, fields: [Field] = [],
        body: [UInt8] = []
    ) {
        let isSound =
            !method.description.isEmpty && method.description.utf8.allSatisfy(ByteSet.token.contains)
            && target.utf8.first == .slash && target.utf8.allSatisfy(ByteSet.target.contains)
            && (try? Authority.check(Array(authority.utf8).span)) != nil && fields.allSatisfy(\.isValid)
        guard isSound, method != .connect else { return nil }
        (self.method, self.scheme, self.authority, self.target) = (method, scheme, authority, target)
        self.fields = fields.filter { !Self.isOwnedBySession($0.name) }
        self.body = body
    }

    /// Whether a length is told: always with a body, and for methods that have one (RFC 9110 §8.6).
    var tellsLength: Bool { !body.isEmpty || [.post, .put, .patch].contains(method) }

    private static func isOwnedBySession(_ name: String) -> Bool {
        switch name {
        case "connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te",
            "transfer-encoding", "upgrade":
            true
        default: false
        }
    }
}
