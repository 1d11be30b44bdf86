internal import Bytes

extension GatheredFields {
    /// Reads what the fields of a request mean (RFC 9113 §8.3.1), and moves them into `parts`.
    mutating func readHead(into parts: RequestParts, _ commons: WireCommons) throws(WireRefusal) -> RequestHead {
        settle()
        try readLine(into: parts, commons)
        move(into: parts)
        return RequestHead(parts)
    }

    /// What a request line is in HTTP/1.1, and the host.
    private func readLine(into parts: RequestParts, _ commons: WireCommons) throws(WireRefusal) {
        let bytes = room.span
        guard let method = pseudo.method?.range(from: 0) else { throw .badRequest(.missingPseudoField) }
        guard let path = pseudo.path?.range(from: 0), let scheme = pseudo.scheme else {
            // CONNECT has neither path nor scheme, and we are no proxy (RFC 9113 §8.5).
            if bytes.extracting(method).equals("CONNECT") { throw .unsupportedMethod }
            throw .badRequest(.missingPseudoField)
        }
        guard !method.isEmpty, ByteSet.token.containsAll(of: bytes, in: method) else { throw .badRequest(.badMethod) }
        guard method.count <= commons.limits.methodBytes else { throw .unsupportedMethod }
        guard path.count <= commons.limits.targetBytes else { throw .targetTooLong }
        let requestMethod = RequestMethod(bytes.extracting(method))
        let target = try RequestTarget(parsing: path, of: bytes, from: 0, method: requestMethod)
        // The absolute form belongs to HTTP/1.1; here scheme and authority have fields of their own.
        guard target.authority == nil else { throw .badRequest(.badTarget) }
        parts.set(RequestLine(method: requestMethod, target: target, version: .http2))
        (parts.scheme, parts.authority) = (scheme, try authority())
    }

    /// `:authority` or `Host`; when both are there they must agree (RFC 9113 §8.3.1).
    private func authority() throws(WireRefusal) -> Stretch {
        let (host, isAlone) = fields.place(of: "host")
        guard isAlone else { throw .badRequest(.duplicateHost) }
        guard let place = pseudo.authority ?? host else { throw .badRequest(.missingHost) }
        let bytes = room.span
        let authority = place.range(from: 0)
        if let host, !bytes.extracting(host.range(from: 0)).equals(bytes.extracting(authority)) {
            throw .badRequest(.badHost)
        }
        try Authority.check(bytes, authority)
        return place
    }
}
