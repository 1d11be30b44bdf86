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
        self.method = RequestMethod(String(decoding: method, as: UTF8.self))
        let target = try RequestTarget(parsing: path[...], method: self.method)
        // The absolute form belongs to HTTP/1.1; here scheme and authority have fields of their own.
        guard target.authority == nil else { throw .badRequest(.badTarget) }
        self.path = target.path
        query = target.query
        self.scheme = String(decoding: scheme, as: UTF8.self)
        authority = try Self.authority(pseudo, fields)
        version = .http2
        self.fields = fields
    }

    /// `:authority` or `Host`; when both are there they must agree (RFC 9113 §8.3.1).
    private static func authority(_ pseudo: PseudoFields, _ fields: FieldSection) throws(WireRefusal) -> String {
        guard fields.count(of: "host") <= 1 else { throw .badRequest(.duplicateHost) }
        let host = fields.bytes(of: "host")
        guard let bytes = pseudo.authority?[...] ?? host else { throw .badRequest(.missingHost) }
        guard host == nil || host == bytes else { throw .badRequest(.badHost) }
        return try Authority.parse(bytes)
    }
}
