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
        guard Self.isFieldValue(bytes, value) else { throw .badRequest(.badFieldValue) }
    }

    /// Whether all bytes are in `ByteSet.fieldValue`: most of a head is values, and this form vectorizes.
    private static func isFieldValue(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { all in
            var forbidden: UInt8 = 0
            for index in range {
                let byte = unsafe all[index]
                forbidden |= (byte < 0x20 ? 1 : 0) & (byte == .tab ? 0 : 1) | (byte == 0x7F ? 1 : 0)
            }
            return forbidden == 0
        }
    }
}
