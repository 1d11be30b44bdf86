/// Where the parts of one field line lie (RFC 9112 §5).
struct FieldLine: Equatable {
    let name: Range<Int>
    let value: Range<Int>

    init(parsing line: Range<Int>, of bytes: [UInt8]) throws(WireRefusal) {
        // RFC 9112 §5.2: folding is obsolete; a line that continues another is refused.
        guard bytes[line.lowerBound] != .space, bytes[line.lowerBound] != .tab else {
            throw .badRequest(.foldedLine)
        }
        guard let colon = bytes[line].firstIndex(of: .colon) else { throw .badRequest(.badFieldName) }
        name = line.lowerBound..<colon
        // RFC 9112 §5.1: no white space before the colon; being no tchar, it is refused with the rest.
        guard !name.isEmpty, ByteSet.token.containsAll(of: bytes, in: name) else { throw .badRequest(.badFieldName) }
        value = bytes.trimmingWhitespace(colon + 1..<line.upperBound)
        guard ByteSet.fieldValue.containsAll(of: bytes, in: value) else { throw .badRequest(.badFieldValue) }
    }
}
