extension RequestParts {
    /// Reads what the fields of an HTTP/2 request mean (RFC 9113 §8.3.1).
    ///
    /// - Parameter fields: The fields, with the pseudo-fields' values among their bytes.
    func set(_ pseudo: PseudoFields, _ fields: FieldSection, _ limits: WireLimits) throws(WireRefusal) {
        guard let methodPlace = pseudo.method else { throw .badRequest(.missingPseudoField) }
        let method = fields.bytes(at: methodPlace)
        guard let pathPlace = pseudo.path, let scheme = pseudo.scheme else {
            // CONNECT has neither path nor scheme, and we are no proxy (RFC 9113 §8.5).
            if method.elementsEqual("CONNECT".utf8) { throw .unsupportedMethod }
            throw .badRequest(.missingPseudoField)
        }
        let methodBytes = method.span
        guard !method.isEmpty, ByteSet.token.containsAll(of: methodBytes, in: methodBytes.indices) else {
            throw .badRequest(.badMethod)
        }
        guard method.count <= limits.methodBytes else { throw .unsupportedMethod }
        guard pathPlace.count <= limits.targetBytes else { throw .targetTooLong }
        let requestMethod = RequestMethod(methodBytes)
        let path = fields.bytes(at: pathPlace)
        let target = try RequestTarget(
            parsing: 0..<path.count, of: path.span, from: -pathPlace.range(from: 0).lowerBound, method: requestMethod)
        // The absolute form belongs to HTTP/1.1; here scheme and authority have fields of their own.
        guard target.authority == nil else { throw .badRequest(.badTarget) }
        set(RequestLine(method: requestMethod, target: target, version: .http2))
        (self.scheme, authority) = (scheme, try Self.authority(pseudo, fields))
    }

    /// `:authority` or `Host`; when both are there they must agree (RFC 9113 §8.3.1).
    private static func authority(_ pseudo: PseudoFields, _ fields: FieldSection) throws(WireRefusal) -> Stretch {
        let (host, isAlone) = fields.place(of: "host")
        guard isAlone else { throw .badRequest(.duplicateHost) }
        guard let place = pseudo.authority ?? host else { throw .badRequest(.missingHost) }
        let bytes = fields.bytes(at: place)
        if let host, pseudo.authority != nil, fields.bytes(at: host) != bytes { throw .badRequest(.badHost) }
        try Authority.check(bytes.span)
        return place
    }
}
