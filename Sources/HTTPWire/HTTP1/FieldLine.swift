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

    /// How many bytes at the front are tchars (RFC 9110 §5.6.2); most are letters and hyphens.
    @inline(__always)
    private static func tokenCount(_ line: Span<UInt8>) -> Int {
        for index in line.indices {
            let byte = line[index]
            let isCommon = (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-")
            guard isCommon || ByteSet.token.contains(byte) else { return index }
        }
        return line.count
    }

    /// Whether all bytes are in `ByteSet.fieldValue`: most of a head is values, so eight are looked at at a time.
    private static func isFieldValue(_ value: Span<UInt8>) -> Bool {
        unsafe value.withUnsafeBytes { bytes in
            var offset = 0
            while offset + 8 <= bytes.count {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                guard !mayHoldControl(word) || ByteSet.fieldValue.containsAll(of: value, in: offset..<offset + 8)
                else { return false }
                offset += 8
            }
            return ByteSet.fieldValue.containsAll(of: value, in: offset..<bytes.count)
        }
    }

    /// Whether one of eight bytes is below 0x20, or is 0x7F: all that a value may not hold, and the tab, which it may.
    ///
    /// A byte below n borrows when n is taken from it, and then its highest bit is set though it was not before.
    @inline(__always)
    private static func mayHoldControl(_ word: UInt64) -> Bool {
        let deletes = word ^ 0x7F7F_7F7F_7F7F_7F7F
        let controls = (word &- 0x2020_2020_2020_2020) & ~word | (deletes &- 0x0101_0101_0101_0101) & ~deletes
        return controls & 0x8080_8080_8080_8080 != 0
    }
}
