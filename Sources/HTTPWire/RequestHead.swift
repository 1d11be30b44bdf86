/// What stands before a request's body; valid by construction, so nobody checks it again.
///
/// A head shares the bytes it came in with the loop that read them, copy on write: keeping one is safe, but makes the
/// loop copy its buffer. Whoever keeps a head beyond the turn keeps it `detached()`.
package struct RequestHead: Sendable {
    package let method: RequestMethod
    package let version: HTTPVersion
    /// Only when the target or `:scheme` names it; never to be trusted over what the listener knows.
    package let scheme: String?
    package private(set) var fields: FieldSection
    /// A number that whoever answers may note, such as the route's; the wire only carries it along.
    package var note: Int32?
    private let pathPlace: PathPlace
    private let queryPlace: Stretch?
    private let authorityPlace: Stretch?

    /// - Parameter authority: Where the host stands, if the target does not name it.
    init(
        method: RequestMethod, target: RequestTarget, scheme: String?, authority: Stretch?, version: HTTPVersion,
        fields: FieldSection
    ) {
        (self.method, self.version, self.scheme, self.fields) = (method, version, scheme, fields)
        (pathPlace, queryPlace) = (target.path, target.query)
        // RFC 9112 §3.2.2: the absolute form wins over Host.
        authorityPlace = target.authority ?? authority
    }

    /// What stands before `?`, still percent-encoded; begins with `/`, or is `*` (`OPTIONS` only).
    package var pathBytes: ArraySlice<UInt8> {
        switch pathPlace {
        case .lies(let stretch): fields.bytes(at: stretch)
        case .root: [.slash]
        case .wholeServer: [UInt8(ascii: "*")]
        }
    }

    /// What stands after the first `?`, still percent-encoded; nil without one.
    package var queryBytes: ArraySlice<UInt8>? { queryPlace.map(fields.bytes(at:)) }

    /// Host and perhaps port, from the target, `:authority` or `Host`; nil only in HTTP/1.0.
    package var authorityBytes: ArraySlice<UInt8>? { authorityPlace.map(fields.bytes(at:)) }

    package var path: String { String(decoding: pathBytes, as: UTF8.self) }
    package var query: String? { queryBytes.map { String(decoding: $0, as: UTF8.self) } }
    package var authority: String? { authorityBytes.map { String(decoding: $0, as: UTF8.self) } }

    /// The same head with bytes of its own, for whoever keeps it longer than the turn that read it.
    package func detached() -> RequestHead {
        var copy = self
        copy.fields = fields.detached()
        return copy
    }
}

/// A whole request.
package struct WireRequest: Sendable {
    package let stream: StreamID
    package let head: RequestHead
    /// Shares what it came in, as the head does.
    package let bodyBytes: ArraySlice<UInt8>

    /// The body in an array of its own.
    package var body: [UInt8] { Array(bodyBytes) }
}
