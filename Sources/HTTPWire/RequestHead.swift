/// What stands before a request's body; valid by construction, so nobody checks it again.
///
/// A head shares the bytes it came in with the loop that read them, copy on write: keeping one is safe, but makes the
/// loop copy its buffer. Whoever keeps a head beyond the turn keeps it `detached()`.
package struct RequestHead: Sendable {
    /// Behind one reference: a head passes through many hands, and most of them only pass it on.
    private final class Parts: Sendable {
        let method: RequestMethod
        let version: HTTPVersion
        let scheme: String?
        let target: RequestTarget
        let authority: Stretch?
        let fields: FieldSection

        init(
            _ method: RequestMethod, _ version: HTTPVersion, _ scheme: String?, _ target: RequestTarget,
            _ authority: Stretch?, _ fields: FieldSection
        ) {
            (self.method, self.version, self.scheme) = (method, version, scheme)
            (self.target, self.authority, self.fields) = (target, authority, fields)
        }
    }

    private let parts: Parts
    /// A number that whoever answers may note, such as the route's; the wire only carries it along.
    package var note: Int32?

    private init(_ parts: Parts, note: Int32?) { (self.parts, self.note) = (parts, note) }

    /// - Parameter authority: Where the host stands, if the target does not name it.
    init(
        method: RequestMethod, target: RequestTarget, scheme: String?, authority: Stretch?, version: HTTPVersion,
        fields: FieldSection
    ) {
        // RFC 9112 §3.2.2: the absolute form wins over Host.
        self.init(Parts(method, version, scheme, target, target.authority ?? authority, fields), note: nil)
    }

    package var method: RequestMethod { parts.method }
    package var version: HTTPVersion { parts.version }
    /// Only when the target or `:scheme` names it; never to be trusted over what the listener knows.
    package var scheme: String? { parts.scheme }
    package var fields: FieldSection { parts.fields }

    /// What stands before `?`, still percent-encoded; begins with `/`, or is `*` (`OPTIONS` only).
    package var pathBytes: ArraySlice<UInt8> {
        switch parts.target.path {
        case .lies(let stretch): parts.fields.bytes(at: stretch)
        case .root: [.slash]
        case .wholeServer: [UInt8(ascii: "*")]
        }
    }

    /// What stands after the first `?`, still percent-encoded; nil without one.
    package var queryBytes: ArraySlice<UInt8>? { parts.target.query.map(parts.fields.bytes(at:)) }

    /// Host and perhaps port, from the target, `:authority` or `Host`; nil only in HTTP/1.0.
    package var authorityBytes: ArraySlice<UInt8>? { parts.authority.map(parts.fields.bytes(at:)) }

    package var path: String { String(decoding: pathBytes, as: UTF8.self) }
    package var query: String? { queryBytes.map { String(decoding: $0, as: UTF8.self) } }
    package var authority: String? { authorityBytes.map { String(decoding: $0, as: UTF8.self) } }

    /// The same head with bytes of its own, for whoever keeps it longer than the turn that read it.
    package func detached() -> RequestHead {
        RequestHead(
            Parts(
                parts.method, parts.version, parts.scheme, parts.target, parts.authority, parts.fields.detached()),
            note: note)
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
