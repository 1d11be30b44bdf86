/// Reads a response's head line by line, as far as the bytes at hand allow.
///
/// Each line is judged when it is complete, so the verdict is the same however the bytes were split.
struct ResponseHeadParser {
    private let limits: ResponseLimits
    private var statusLine: StatusLine?
    private var fields = FieldSection()
    /// Offsets in the buffer, which stands still from the first byte of a head to its last.
    private var lineStart = 0
    private var searched = 0
    private var headerStart = 0

    init(limits: ResponseLimits) { self.limits = limits }

    /// The head, once its last line is there; nil before.
    mutating func next(from input: inout InputBuffer) throws(ResponseRefusal) -> (line: StatusLine, FieldSection)? {
        input.compact()
        while let line = try nextLine(in: input) {
            let next = line.upperBound + 2
            guard let statusLine else {
                statusLine = try StatusLine(parsing: input.bytes[line])
                (lineStart, headerStart) = (next, next)
                continue
            }
            if line.isEmpty { return (statusLine, finish(headEnd: next, input: &input)) }
            try readField(line, of: &input)
            lineStart = next
        }
        return nil
    }

    private mutating func nextLine(in input: InputBuffer) throws(ResponseRefusal) -> Range<Int>? {
        switch input.line(at: lineStart, searched: &searched, atMost: lineLimit) {
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

    private mutating func readField(_ line: Range<Int>, of input: inout InputBuffer) throws(ResponseRefusal) {
        let bytes = input.bytes
        let field = try ResponseRefusal.translating { () throws(WireRefusal) in
            try FieldLine(parsing: line, of: bytes)
        }
        guard fields.count < limits.wire.headerFields else { throw .headTooLarge }
        input.lowercase(field.name)
        fields.notePlace(name: field.name, value: field.value)
    }

    private func finish(headEnd: Int, input: inout InputBuffer) -> FieldSection {
        var fields = fields
        var bytes: [UInt8] = []
        bytes.reserveCapacity(headEnd)
        input.move(headEnd, to: &bytes)
        fields.settle(on: bytes)
        return fields
    }
}
