/// Where the parts of one field line lie (RFC 9112 §5).
struct FieldLine: Equatable {
    let name: Range<Int>
    let value: Range<Int>

    init(parsing line: Range<Int>, of bytes: Span<UInt8>) throws(WireRefusal) {
        // RFC 9112 §5.2: folding is obsolete; a line that continues another is refused.
        guard bytes[line.lowerBound] != .space, bytes[line.lowerBound] != .tab else {
            throw .badRequest(.foldedLine)
        }
        // RFC 9112 §5.1: no white space before the colon; being no tchar, it is refused with the rest.
        let nameCount = Self.tokenCount(bytes.extracting(line))
        guard nameCount > 0, nameCount < line.count, bytes[line.lowerBound + nameCount] == .colon else {
            throw .badRequest(.badFieldName)
        }
        name = line.lowerBound..<line.lowerBound + nameCount
        value = bytes.trimmingWhitespace(name.upperBound + 1..<line.upperBound)
        guard ByteSet.fieldValue.containsAll(of: bytes, in: value) else { throw .badRequest(.badFieldValue) }
    }

    /// How many bytes at the front are tchars (RFC 9110 §5.6.2).
    private static func tokenCount(_ line: Span<UInt8>) -> Int {
        for index in line.indices {
            guard ByteSet.token.contains(line[index]) else { return index }
        }
        return line.count
    }
}
