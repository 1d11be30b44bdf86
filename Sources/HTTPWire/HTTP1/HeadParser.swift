/// Reads a request's head line by line, as far as the bytes at hand allow.
///
/// Each line is judged when it is complete, so the verdict is the same however the bytes were split.
struct HeadParser {
    /// What a request line holds besides method and target: two spaces and `HTTP/1.1`.
    private static let versionAndSpaces = 10

    private var requestLine: RequestLine?
    private var fields: FieldSection
    /// Offsets from the first byte of the head, which is the first unread byte until the head is whole.
    private var lineStart = 0
    private var searched = 0
    private var headerStart = 0
    private var sawEmptyLine = false

    /// - Parameter places: An array to use again, for its room.
    init(reusing places: consuming [FieldSection.Place]) { fields = FieldSection(reusing: places) }

    var method: RequestMethod? { requestLine?.method }

    /// The head, once its last line is there; nil before.
    mutating func next(from input: inout InputBuffer, _ commons: WireCommons) throws(WireRefusal) -> RequestHead? {
        let base = input.start
        takeGoodFields(of: input, commons)
        while let line = try nextLine(in: input, commons) {
            let next = line.upperBound + 2 - base
            if let requestLine {
                if line.isEmpty { return try finish(requestLine, headEnd: next, input: &input) }
                try readField(line, of: input.bytes.span, from: base, commons)
            } else {
                try readRequestLine(line, of: input.bytes.span, from: base, commons)
                headerStart = next
            }
            lineStart = next
            takeGoodFields(of: input, commons)
        }
        return nil
    }

    /// Goes past all lines that need no judging.
    private mutating func takeGoodFields(of input: InputBuffer, _ commons: WireCommons) {
        guard requestLine != nil else { return }
        let base = input.start
        let next = FieldScanner.scan(
            input.bytes.span, from: base + lineStart, to: input.end, base: base, headerStart: base + headerStart,
            commons, into: &fields)
        lineStart = next - base
    }

    private mutating func nextLine(
        in input: InputBuffer, _ commons: WireCommons
    ) throws(WireRefusal) -> Range<Int>? {
        var searchedIndex = input.start + searched
        let found = input.line(at: input.start + lineStart, searched: &searchedIndex, atMost: lineLimit(commons))
        searched = searchedIndex - input.start
        switch found {
        case .line(let range): return range
        case .incomplete: return nil
        case .tooLong: throw requestLine == nil ? .targetTooLong : .headerTooLarge
        case .bareLineFeed: throw .badRequest(.bareLineFeed)
        }
    }

    private func lineLimit(_ commons: WireCommons) -> Int {
        guard requestLine != nil else {
            return commons.limits.methodBytes + commons.limits.targetBytes + Self.versionAndSpaces
        }
        return min(commons.limits.fieldLineBytes, commons.limits.headerBytes - (lineStart - headerStart))
    }

    private mutating func readRequestLine(
        _ line: Range<Int>, of bytes: Span<UInt8>, from base: Int, _ commons: WireCommons
    ) throws(WireRefusal) {
        if line.isEmpty {
            // RFC 9112 §2.2: one empty line before a request is forgiven; old clients send it after a body.
            guard !sawEmptyLine else { throw .badRequest(.badRequestLine) }
            sawEmptyLine = true
            return
        }
        requestLine = try RequestLine(parsing: line, of: bytes, from: base, commons)
    }

    private mutating func readField(
        _ line: Range<Int>, of bytes: Span<UInt8>, from base: Int, _ commons: WireCommons
    ) throws(WireRefusal) {
        let field = try FieldLine(parsing: line, of: bytes)
        guard fields.count < commons.limits.headerFields else { throw .headerTooLarge }
        fields.notePlace(field, from: base)
    }

    private mutating func finish(
        _ line: RequestLine, headEnd: Int, input: inout InputBuffer
    ) throws(WireRefusal) -> RequestHead {
        fields.settle(on: input.bytes, input.start..<input.start + headEnd)
        let host = try host(line.version, input.bytes.span, from: input.start)
        input.consume(headEnd)
        return RequestHead(
            method: line.method, target: line.target, scheme: line.target.scheme, authority: host,
            version: line.version, fields: fields)
    }

    /// RFC 9112 §3.2: exactly one valid Host in HTTP/1.1, at most one in HTTP/1.0.
    private func host(_ version: HTTPVersion, _ bytes: Span<UInt8>, from base: Int) throws(WireRefusal) -> Stretch? {
        let (host, isAlone) = fields.place(of: "host")
        guard isAlone else { throw .badRequest(.duplicateHost) }
        guard let host else {
            guard version == .http10 else { throw .badRequest(.missingHost) }
            return nil
        }
        try Authority.check(bytes, host.range(from: base))
        return host
    }
}
