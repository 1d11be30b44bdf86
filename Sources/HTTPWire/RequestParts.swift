/// What is kept of a request, behind one reference: it passes through many hands, and most of them only pass it on.
///
/// Used for one request after the other where nobody has kept the last one (`WireCommons`).
final class RequestParts: @unchecked Sendable {  // Unchecked: written by whoever makes it, and then only for its note.
    var stream = StreamID(0)
    var method = RequestMethod.get
    var version = HTTPVersion.http11
    var scheme: Stretch?
    var path = PathPlace.root
    var query: Stretch?
    var authority: Stretch?
    /// Unchecked: who fills a section, or is asked about one, knows no parts, so no access can begin within another.
    @exclusivity(unchecked) var fields = FieldSection()
    var body: ArraySlice<UInt8> = []
    var note: Int32?

    /// Whether the answer is to have no body (RFC 9110 §9.3.2).
    var isForHead: Bool {
        if case .head = method { true } else { false }
    }

    func set(_ line: RequestLine) {
        (method, version, scheme) = (line.method, line.version, line.target.scheme)
        (path, query, authority) = (line.target.path, line.target.query, line.target.authority)
    }

    /// Puts the bytes under a head whose lines have been read, and reads what its fields mean to the wire.
    func settle(on bytes: [UInt8], _ head: Range<Int>) throws(WireRefusal) -> HeadParser.Framing {
        unsafe fields.settle(on: bytes, head)
        return try unsafe judge(&fields)
    }

    /// - Parameter fields: Lent, for what is lent is not counted at each question.
    private func judge(_ fields: inout FieldSection) throws(WireRefusal) -> HeadParser.Framing {
        let host = try host(&fields)
        // RFC 9112 §3.2.2: the absolute form wins over Host, which has to be there all the same.
        if authority == nil { authority = host }
        do throws(WireRefusal) { return .success(try MessageFraming(of: self, fields)) } catch {
            return .failure(error)
        }
    }

    /// RFC 9112 §3.2: exactly one valid Host in HTTP/1.1, at most one in HTTP/1.0.
    private func host(_ fields: inout FieldSection) throws(WireRefusal) -> Stretch? {
        let (host, isAlone) = fields.place(of: "host")
        guard isAlone else { throw .badRequest(.duplicateHost) }
        guard let host else {
            guard version == .http10 else { throw .badRequest(.missingHost) }
            return nil
        }
        try fields.withBytes(at: host, Authority.check)
        return host
    }

    /// The same head, with bytes of its own and without the body.
    func detachedHead() -> RequestParts {
        let copy = RequestParts()
        (copy.stream, copy.method, copy.version, copy.scheme) = (stream, method, version, scheme)
        (copy.path, copy.query, copy.authority, copy.note) = (path, query, authority, note)
        unsafe copy.fields = fields.detached()
        return copy
    }

    /// How many bytes the head lies in.
    var headBytes: Int { unsafe fields.byteCount }

    /// What lies in the head at that stretch.
    func bytes(at stretch: Stretch) -> ArraySlice<UInt8> { unsafe fields.bytes(at: stretch) }

    /// Lets go of the body, and keeps the room for fields and their bytes, which are its own.
    func forget() { (body, note) = ([], nil) }

    /// Lets go of the bytes it lies in, and keeps the room for its fields.
    func letGo() {
        unsafe fields.clear()
        (body, note) = ([], nil)
    }
}
