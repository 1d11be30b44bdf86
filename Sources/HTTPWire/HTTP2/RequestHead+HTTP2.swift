extension RequestHead {
    /// Reads what the fields of an HTTP/2 request mean (RFC 9113 §8.3.1).
    init(pseudo: PseudoFields, fields: FieldSection, limits: WireLimits) throws(WireRefusal) {
        guard let method = pseudo.method, let path = pseudo.path, let scheme = pseudo.scheme else {
            // CONNECT has neither path nor scheme, and we are no proxy (RFC 9113 §8.5).
            if let method = pseudo.method, method.elementsEqual("CONNECT".utf8) { throw .unsupportedMethod }
            throw .badRequest(.missingPseudoField)
        }
        guard !method.isEmpty, method.allSatisfy(ByteSet.token.contains) else { throw .badRequest(.badMethod) }
        guard method.count <= limits.methodBytes else { throw .unsupportedMethod }
        guard path.count <= limits.targetBytes else { throw .targetTooLong }
        var fields = fields
        let targetRange = fields.append(path.span)
        let requestMethod = RequestMethod(method.span)
        let target = try RequestTarget(
            parsing: path.indices, of: path.span, from: -targetRange.lowerBound, method: requestMethod)
        // The absolute form belongs to HTTP/1.1; here scheme and authority have fields of their own.
        guard target.authority == nil else { throw .badRequest(.badTarget) }
        let authority = try Self.authority(pseudo, &fields)
        self.init(
            method: requestMethod, target: target, scheme: String(decoding: scheme, as: UTF8.self),
            authority: authority, version: .http2, fields: fields)
    }

    /// `:authority` or `Host`; when both are there they must agree (RFC 9113 §8.3.1).
    private static func authority(
        _ pseudo: PseudoFields, _ fields: inout FieldSection
    ) throws(WireRefusal) -> Stretch {
        let (host, isAlone) = fields.place(of: "host")
        guard isAlone else { throw .badRequest(.duplicateHost) }
        let hostBytes = host.map(fields.bytes(at:))
        guard let bytes = pseudo.authority?[...] ?? hostBytes else { throw .badRequest(.missingHost) }
        guard hostBytes == nil || hostBytes == bytes else { throw .badRequest(.badHost) }
        try Authority.check(bytes.span)
        return host ?? Stretch(fields.append(bytes.span))
    }
}
