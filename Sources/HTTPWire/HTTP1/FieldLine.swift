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
        guard Self.isFieldValue(bytes.extracting(value)) else { throw .badRequest(.badFieldValue) }
    }

    /// How many bytes at the front are tchars (RFC 9110 §5.6.2); most are letters.
    @inline(__always)
    private static func tokenCount(_ line: Span<UInt8>) -> Int {
        var count = 0
        while count < line.count {
            let byte = line[count]
            guard (byte | 0x20) &- 0x61 < 26 || ByteSet.token.contains(byte) else { break }
            count += 1
        }
        return count
    }

    /// Whether all bytes are in `ByteSet.fieldValue`: most of a head is values, and this form vectorizes.
    private static func isFieldValue(_ value: Span<UInt8>) -> Bool {
        unsafe value.withUnsafeBufferPointer { all in
            var forbidden: UInt8 = 0
            for index in 0..<all.count {
                let byte = unsafe all[index]
                forbidden |= (byte < 0x20 ? 1 : 0) & (byte == .tab ? 0 : 1) | (byte == 0x7F ? 1 : 0)
            }
            return forbidden == 0
        }
    }
}
