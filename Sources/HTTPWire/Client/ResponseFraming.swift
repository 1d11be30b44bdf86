/// How a response's body ends (RFC 9112 §6.3).
enum ResponseFraming: Equatable {
    case none
    case length(Int)
    case chunked
    /// Everything until the server ends the connection.
    case untilClose

    /// - Parameter method: What was asked: an answer to HEAD has a body's fields and no body.
    init(_ line: StatusLine, _ fields: FieldSection, to method: RequestMethod) throws(ResponseRefusal) {
        let lengths = fields.count(of: "content-length")
        let codings = fields.allBytes(of: "transfer-encoding")
        // Both together is how responses are split; a gateway that sends them is broken (RFC 9112 §6.3).
        guard lengths == 0 || codings.isEmpty else { throw .malformed(.conflictingFraming) }
        guard lengths <= 1 else { throw .malformed(.badContentLength) }
        let length = try fields.bytes(of: "content-length").map { (bytes) throws(ResponseRefusal) in
            try ResponseRefusal.translating { () throws(WireRefusal) in try MessageFraming.contentLength(bytes) }
        }
        if method == .head || line.status < 200 || line.status == 204 || line.status == 304 {
            self = .none
        } else if !codings.isEmpty {
            // RFC 9112 §6.1: the framing of HTTP/1.0 with a transfer coding is faulty.
            guard line.version != .http10 else { throw .malformed(.transferCodingInHTTP10) }
            try ResponseRefusal.translating { () throws(WireRefusal) in
                try MessageFraming.requireChunkedOnly(codings)
            }
            self = .chunked
        } else {
            self = length.map(ResponseFraming.length) ?? .untilClose
        }
    }
}
