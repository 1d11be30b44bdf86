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
    var fields = FieldSection()
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

    /// The same head, with bytes of its own and without the body.
    func detachedHead() -> RequestParts {
        let copy = RequestParts()
        (copy.stream, copy.method, copy.version, copy.scheme) = (stream, method, version, scheme)
        (copy.path, copy.query, copy.authority, copy.note) = (path, query, authority, note)
        copy.fields = fields.detached()
        return copy
    }

    /// Lets go of the body, and keeps the room for fields and their bytes, which are its own.
    func forget() { (body, note) = ([], nil) }

    /// Lets go of the bytes it lies in, and keeps the room for its fields.
    func letGo() {
        fields.clear()
        (body, note) = ([], nil)
    }
}
