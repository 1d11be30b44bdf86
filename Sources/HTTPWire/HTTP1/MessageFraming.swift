/// How a request's body ends, and what becomes of the connection behind it (RFC 9112 §6.3 and §9.3).
struct MessageFraming: Equatable {
    enum Body: Equatable {
        case none
        /// None, though the method is one that brings one: maybe its length was forgotten.
        case unannounced
        case length(Int)
        case chunked
    }

    let body: Body
    let wantsClose: Bool
    let expectsContinue: Bool

    /// - Parameter fields: The request's, which are not with its parts yet.
    init(of parts: RequestParts, _ fields: borrowing FieldSection) throws(WireRefusal) {
        let version = parts.version
        body = try Self.body(parts, fields)
        // HTTP/1.0 is answered and closed: its keep-alive was never standardized (RFC 9112 §C.2.2).
        wantsClose = version == .http10 || Self.hasToken("close", in: fields, "connection")
        expectsContinue = try Self.expectsContinue(version, fields)
    }

    private static func body(_ parts: RequestParts, _ fields: borrowing FieldSection) throws(WireRefusal) -> Body {
        if fields.contains("transfer-encoding") { return try chunkedBody(parts.version, fields) }
        let (length, isAlone) = fields.place(of: "content-length")
        guard isAlone else { throw .badRequest(.badContentLength) }
        if let length {
            let count = try fields.withBytes(at: length, contentLength)
            return count == 0 ? .none : .length(count)
        }
        // RFC 1945 §8.3: in HTTP/1.0 a POST without a length cannot be told from one cut short.
        guard parts.version != .http10 || parts.method != .post else { throw .lengthRequired }
        switch parts.method {
        case .post, .put, .patch: return .unannounced
        default: return .none
        }
    }

    private static func chunkedBody(
        _ version: HTTPVersion, _ fields: borrowing FieldSection
    ) throws(WireRefusal) -> Body {
        // RFC 9112 §6.3: both together is how requests are smuggled.
        guard !fields.contains("content-length") else { throw .badRequest(.conflictingFraming) }
        // RFC 9112 §6.1: the framing of HTTP/1.0 with a transfer coding is faulty.
        guard version != .http10 else { throw .badRequest(.transferCodingInHTTP10) }
        try requireChunkedOnly(fields.allBytes(of: "transfer-encoding"))
        return .chunked
    }

    /// Decimal digits and nothing else: no sign, no list, no space (RFC 9110 §8.6).
    ///
    /// A number too large for `Int` is a valid one: it becomes one that no limit allows.
    static func contentLength(_ bytes: ArraySlice<UInt8>) throws(WireRefusal) -> Int { try contentLength(bytes.span) }

    private static func contentLength(_ bytes: Span<UInt8>) throws(WireRefusal) -> Int {
        guard !bytes.isEmpty else { throw .badRequest(.badContentLength) }
        var count = 0
        for index in bytes.indices {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { throw .badRequest(.badContentLength) }
            count = count > (Int.max - 9) / 10 ? Int.max / 10 : count * 10 + Int(digit)
        }
        return count
    }

    /// Exactly one `chunked`, in one line (RFC 9112 §6.1, §6.3).
    static func requireChunkedOnly(_ lines: [ArraySlice<UInt8>]) throws(WireRefusal) {
        let codings = lines.flatMap { $0.split(separator: .comma, omittingEmptySubsequences: false) }.map(trimmed)
        let chunked = codings.filter { equalsIgnoringCase($0, "chunked") }.count
        guard lines.count == 1, chunked == 1, let last = codings.last, equalsIgnoringCase(last, "chunked") else {
            throw .badRequest(.badTransferCoding)
        }
        guard codings.count == 1 else { throw .unsupportedTransferCoding }
    }

    /// RFC 9110 §10.1.1: any other expectation is 417; HTTP/1.0 has none.
    static func expectsContinue(_ version: HTTPVersion, _ fields: borrowing FieldSection) throws(WireRefusal) -> Bool {
        guard fields.contains("expect"), version != .http10 else { return false }
        let expectations = fields.allBytes(of: "expect")
        guard expectations.count == 1, equalsIgnoringCase(trimmed(expectations[0]), "100-continue") else {
            throw .expectationFailed
        }
        return true
    }

    private static func hasToken(
        _ token: String, in fields: borrowing FieldSection, _ name: FieldName
    ) -> Bool {
        guard fields.contains(name) else { return false }
        return fields.allBytes(of: name).contains { line in
            line.split(separator: .comma).contains { equalsIgnoringCase(trimmed($0), token) }
        }
    }

    /// For an HTTP/2 request, whose body has a framing of its own.
    static func expectsContinue(_ head: RequestHead) throws(WireRefusal) -> Bool {
        unsafe try expectsContinue(head.version, head.parts.fields)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first == .space || first == .tab { bytes.removeFirst() }
        while let last = bytes.last, last == .space || last == .tab { bytes.removeLast() }
        return bytes
    }

    /// Whether `bytes` spell `token`, which must be lower case.
    private static func equalsIgnoringCase(_ bytes: ArraySlice<UInt8>, _ token: String) -> Bool {
        guard bytes.count == token.utf8.count else { return false }
        return zip(bytes, token.utf8).allSatisfy { ($0 &- 0x41 < 26 ? $0 | 0x20 : $0) == $1 }
    }
}
