/// Reads a request's head line by line, as far as the bytes at hand allow.
///
/// Each line is judged when it is complete, so the verdict is the same however the bytes were split.
struct HeadParser {
    /// What a request line holds besides method and target: two spaces and `HTTP/1.1`.
    private static let versionAndSpaces = 10

    private let limits: WireLimits
    private var requestLine: RequestLine?
    private var fields = FieldSection()
    /// Offsets in the buffer, which stands still from the first byte of a head to its last.
    private var lineStart = 0
    private var searched = 0
    private var headerStart = 0
    private var sawEmptyLine = false

    init(limits: WireLimits) { self.limits = limits }

    var method: RequestMethod? { requestLine?.method }

    /// The head, once its last line is there; nil before.
    mutating func next(from input: inout InputBuffer) throws(WireRefusal) -> RequestHead? {
        input.compact()
        while let line = try nextLine(in: input) {
            let next = line.upperBound + 2
            guard let requestLine else {
                try readRequestLine(line, of: input)
                lineStart = next
                headerStart = next
                continue
            }
            if line.isEmpty { return try finish(requestLine, headEnd: next, input: &input) }
            try readField(line, of: &input)
            lineStart = next
        }
        return nil
    }

    private mutating func nextLine(in input: InputBuffer) throws(WireRefusal) -> Range<Int>? {
        switch input.line(at: lineStart, searched: &searched, atMost: lineLimit) {
        case .line(let range): return range
        case .incomplete: return nil
        case .tooLong: throw requestLine == nil ? .targetTooLong : .headerTooLarge
        case .bareLineFeed: throw .badRequest(.bareLineFeed)
        }
    }

    private var lineLimit: Int {
        guard requestLine != nil else { return limits.methodBytes + limits.targetBytes + Self.versionAndSpaces }
        return min(limits.fieldLineBytes, limits.headerBytes - (lineStart - headerStart))
    }

    private mutating func readRequestLine(_ line: Range<Int>, of input: InputBuffer) throws(WireRefusal) {
        if line.isEmpty {
            // RFC 9112 §2.2: one empty line before a request is forgiven; old clients send it after a body.
            guard !sawEmptyLine else { throw .badRequest(.badRequestLine) }
            sawEmptyLine = true
            return
        }
        requestLine = try RequestLine(parsing: line, of: input.bytes, limits: limits)
    }

    private mutating func readField(_ line: Range<Int>, of input: inout InputBuffer) throws(WireRefusal) {
        let field = try FieldLine(parsing: line, of: input.bytes)
        guard fields.count < limits.headerFields else { throw .headerTooLarge }
        input.lowercase(field.name)
        fields.notePlace(name: field.name, value: field.value)
    }

    private func finish(
        _ line: RequestLine, headEnd: Int, input: inout InputBuffer
    ) throws(WireRefusal) -> RequestHead {
        var fields = fields
        var bytes: [UInt8] = []
        bytes.reserveCapacity(headEnd)
        input.move(headEnd, to: &bytes)
        fields.settle(on: bytes)
        let host = try host(fields, line.version)
        return RequestHead(
            method: line.method, path: line.target.path, query: line.target.query,
            // RFC 9112 §3.2.2: the absolute form wins over Host.
            authority: line.target.authority ?? host, scheme: line.target.scheme, version: line.version, fields: fields)
    }

    /// RFC 9112 §3.2: exactly one valid Host in HTTP/1.1, at most one in HTTP/1.0.
    private func host(_ fields: FieldSection, _ version: HTTPVersion) throws(WireRefusal) -> String? {
        guard fields.count(of: "host") <= 1 else { throw .badRequest(.duplicateHost) }
        guard let host = fields.bytes(of: "host") else {
            guard version == .http10 else { throw .badRequest(.missingHost) }
            return nil
        }
        return try Authority.parse(host)
    }
}
