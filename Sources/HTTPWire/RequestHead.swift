/// What stands before a request's body; valid by construction, so nobody checks it again.
///
/// A head shares the bytes it came in with the loop that read them, copy on write: keeping one is safe, but makes the
/// loop copy its buffer. Whoever keeps a head beyond the turn keeps it `detached()`.
package struct RequestHead: Sendable {
    let parts: RequestParts

    init(_ parts: RequestParts) { self.parts = parts }

    package var method: RequestMethod { parts.method }
    package var version: HTTPVersion { parts.version }
    /// Only when the target or `:scheme` names it; never to be trusted over what the listener knows.
    package var scheme: String? {
        parts.scheme.map { String(decoding: parts.bytes(at: $0).map(\.lowercased), as: UTF8.self) }
    }
    package var fields: FieldSection { unsafe parts.fields }

    /// A number that whoever answers may note, such as the route's; the wire only carries it along.
    package var note: Int32? {
        get { parts.note }
        nonmutating set { parts.note = newValue }
    }

    /// What stands before `?`, still percent-encoded; begins with `/`, or is `*` (`OPTIONS` only).
    package var pathBytes: ArraySlice<UInt8> {
        switch parts.path {
        case .lies(let stretch): parts.bytes(at: stretch)
        case .root: [.slash]
        case .wholeServer: [UInt8(ascii: "*")]
        }
    }

    /// What stands after the first `?`, still percent-encoded; nil without one.
    package var queryBytes: ArraySlice<UInt8>? { parts.query.map { parts.bytes(at: $0) } }

    /// Host and perhaps port, from the target, `:authority` or `Host`; nil only in HTTP/1.0.
    package var authorityBytes: ArraySlice<UInt8>? { parts.authority.map { parts.bytes(at: $0) } }

    package var path: String { String(decoding: pathBytes, as: UTF8.self) }
    package var query: String? { queryBytes.map { String(decoding: $0, as: UTF8.self) } }
    package var authority: String? { authorityBytes.map { String(decoding: $0, as: UTF8.self) } }

    /// How many bytes the head and the body take, once they have bytes of their own.
    package var byteCount: Int { parts.headBytes + parts.body.count }

    /// The body, which lies with the head once it has come; nobody takes it along who keeps a head `detached()`.
    package var bodyBytes: ArraySlice<UInt8> { parts.body }

    /// The first value of that field, as it stands on the wire, without a copy.
    package func bytes(of name: FieldName) -> ArraySlice<UInt8>? { unsafe parts.fields.bytes(of: name) }

    /// The same head with bytes of its own, for whoever keeps it longer than the turn that read it.
    package func detached() -> RequestHead { RequestHead(parts.detachedHead()) }

    /// The same with the body, which gets bytes of its own too.
    package func detachedWithBody() -> RequestHead {
        let copy = parts.detachedHead()
        copy.body = Array(parts.body)[...]
        return RequestHead(copy)
    }
}

/// A whole request.
package struct WireRequest: Sendable {
    private let parts: RequestParts

    /// - Parameter parts: Of a request that has been read to its end.
    init(_ parts: RequestParts) { self.parts = parts }

    init(stream: StreamID, head: RequestHead, bodyBytes: ArraySlice<UInt8>) {
        parts = head.parts
        (parts.stream, parts.body) = (stream, bodyBytes)
    }

    package var stream: StreamID { parts.stream }
    package var head: RequestHead { RequestHead(parts) }
    /// Shares what it came in, as the head does.
    package var bodyBytes: ArraySlice<UInt8> { parts.body }

    /// The body in an array of its own.
    package var body: [UInt8] { Array(bodyBytes) }
}
