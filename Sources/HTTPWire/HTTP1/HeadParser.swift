/// Reads a request's head line by line, as far as the bytes at hand allow.
///
/// Each line is judged when it is complete, so the verdict is the same however the bytes were split.
struct HeadParser {
    typealias Framing = Result<MessageFraming, WireRefusal>

    /// What a request line holds besides method and target: two spaces and `HTTP/1.1`.
    private static let versionAndSpaces = 10

    /// What is filled.
    let parts: RequestParts
    private var hasRequestLine = false
    /// Offsets from the first byte of the head, which is the first unread byte until the head is whole.
    private var lineStart = 0
    private var searched = 0
    private var headerStart = 0
    private var sawEmptyLine = false

    init(filling fresh: RequestParts) { parts = fresh }

    /// Whether the method is known to be HEAD.
    var isHead: Bool { hasRequestLine && parts.isForHead }

    /// How the body ends, once the last line of the head is there; nil before.
    ///
    /// - Returns: As a result, for the head is known even if that is not.
    mutating func next(from input: inout InputBuffer, _ commons: WireCommons) throws(WireRefusal) -> Framing? {
        if takeGoodLines(of: input, commons.limits) { return try finish(headEnd: lineStart + 2, &input) }
        let base = input.start
        while let line = try nextLine(in: input, commons) {
            let next = line.upperBound + 2 - base
            if hasRequestLine {
                if line.isEmpty { return try finish(headEnd: next, &input) }
                try readField(line, of: input.bytes.span, from: base, commons)
            } else {
                try readRequestLine(line, of: input.bytes.span, from: base, commons)
                headerStart = next
            }
            lineStart = next
            if takeGoodLines(of: input, commons.limits) { return try finish(headEnd: lineStart + 2, &input) }
        }
        return nil
    }

    /// Goes past all lines that need no judging; whether the empty one that ends the head comes next.
    private mutating func takeGoodLines(of input: InputBuffer, _ limits: WireLimits) -> Bool {
        // A line that comes in pieces is searched for its end, and no byte of it twice.
        guard searched <= lineStart else { return false }
        let bytes = input.bytes.span.extracting(input.start..<input.end)
        if !hasRequestLine {
            guard lineStart == 0, let next = RequestLineScanner.scan(bytes, limits, into: parts) else { return false }
            (hasRequestLine, lineStart, headerStart) = (true, next, next)
        }
        lineStart = unsafe FieldScanner.scan(
            bytes, from: lineStart, headerStart: headerStart, limits, into: &parts.fields)
        // A line behind the limit is too long, even an empty one.
        return lineStart + 1 < bytes.count && bytes[lineStart] == .carriageReturn && bytes[lineStart + 1] == .lineFeed
            && lineStart - headerStart <= limits.headerBytes
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
        case .tooLong: throw hasRequestLine ? .headerTooLarge : .targetTooLong
        case .bareLineFeed: throw .badRequest(.bareLineFeed)
        }
    }

    private func lineLimit(_ commons: WireCommons) -> Int {
        guard hasRequestLine else {
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
        parts.set(try RequestLine(parsing: line, of: bytes, from: base, commons))
        hasRequestLine = true
    }

    private mutating func readField(
        _ line: Range<Int>, of bytes: Span<UInt8>, from base: Int, _ commons: WireCommons
    ) throws(WireRefusal) {
        let field = try FieldLine(parsing: line, of: bytes)
        guard unsafe parts.fields.count < commons.limits.headerFields else { throw .headerTooLarge }
        unsafe parts.fields.notePlace(field, from: base)
    }

    private func finish(headEnd: Int, _ input: inout InputBuffer) throws(WireRefusal) -> Framing {
        let head = input.start..<input.start + headEnd
        let framing = try parts.settle(on: input.bytes, head)
        input.consume(headEnd)
        return framing
    }
}
