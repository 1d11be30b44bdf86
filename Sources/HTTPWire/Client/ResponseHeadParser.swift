/// Reads a response's head line by line, as far as the bytes at hand allow.
///
/// Each line is judged when it is complete, so the verdict is the same however the bytes were split.
struct ResponseHeadParser {
    private let limits: ResponseLimits
    private var statusLine: StatusLine?
    private var fields = FieldSection()
    /// Offsets from the first byte of the head, which is the first unread byte until the head is whole.
    private var lineStart = 0
    private var searched = 0
    private var headerStart = 0

    init(limits: ResponseLimits) { self.limits = limits }

    /// The head, once its last line is there; nil before.
    mutating func next(from input: inout InputBuffer) throws(ResponseRefusal) -> (line: StatusLine, FieldSection)? {
        let base = input.start
        while let line = try nextLine(in: input) {
            let next = line.upperBound + 2 - base
            guard let statusLine else {
                statusLine = try StatusLine(parsing: input.bytes[line])
                (lineStart, headerStart) = (next, next)
                continue
            }
            if line.isEmpty { return (statusLine, finish(headEnd: next, input: &input)) }
            try readField(line, of: input)
            lineStart = next
        }
        return nil
    }

    private mutating func nextLine(in input: InputBuffer) throws(ResponseRefusal) -> Range<Int>? {
        var searchedIndex = input.start + searched
        defer { searched = searchedIndex - input.start }
        switch input.line(at: input.start + lineStart, searched: &searchedIndex, atMost: lineLimit) {
        case .line(let range): return range
        case .incomplete: return nil
        case .tooLong: throw .headTooLarge
        case .bareLineFeed: throw .malformed(.bareLineFeed)
        }
    }

    private var lineLimit: Int {
        guard statusLine != nil else { return limits.statusLineBytes }
        return min(limits.wire.fieldLineBytes, limits.wire.headerBytes - (lineStart - headerStart))
    }

    private mutating func readField(_ line: Range<Int>, of input: InputBuffer) throws(ResponseRefusal) {
        let bytes = input.bytes
        let field = try ResponseRefusal.translating { () throws(WireRefusal) in
            try FieldLine(parsing: line, of: bytes.span)
        }
        guard fields.count < limits.wire.headerFields else { throw .headTooLarge }
        fields.notePlace(field, from: input.start)
    }

    private func finish(headEnd: Int, input: inout InputBuffer) -> FieldSection {
        var fields = fields
        fields.settle(on: input.bytes, input.start..<input.start + headEnd)
        input.consume(headEnd)
        return fields
    }
}
