/// Takes field lines that are plainly good, as nearly all are, in one pass over their bytes.
///
/// It refuses nothing: whatever it does not take, because it is odd, too long or not here yet, `FieldLine` judges. So
/// there is one place that says why a line is bad, and a quick way past it.
enum FieldScanner {
    /// Notes the good lines from `start` on.
    ///
    /// - Parameters:
    ///   - end: Behind the last byte received.
    ///   - headerStart: Where the first field line began, for the limit on all of them.
    /// - Returns: Where the first line begins that was not taken.
    static func scan(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, base: Int, headerStart: Int, _ commons: WireCommons,
        into fields: inout FieldSection
    ) -> Int {
        unsafe bytes.withUnsafeBytes { all in
            var next = start
            while fields.count < commons.limits.headerFields, let line = unsafe Line(all, from: next, to: end) {
                let length = line.end - next
                guard length <= commons.limits.fieldLineBytes, line.end - headerStart <= commons.limits.headerBytes
                else { break }
                fields.notePlace(
                    name: next - base..<line.nameEnd - base, value: line.valueStart - base..<line.valueEnd - base)
                next = line.end + 2
            }
            return next
        }
    }

    /// Where the parts of a good line lie.
    private struct Line {
        let nameEnd: Int
        let valueStart: Int
        let valueEnd: Int
        /// Where its CR and LF are.
        let end: Int

        /// Nil when the line is not plainly good, or not wholly here.
        init?(_ all: UnsafeRawBufferPointer, from start: Int, to limit: Int) {
            var index = start
            while index < limit, unsafe Self.isPlain(all[index]) { index += 1 }
            guard index > start, index < limit, unsafe all[index] == .colon else { return nil }
            nameEnd = index
            index += 1
            while index < limit, unsafe all[index] == .space || all[index] == .tab { index += 1 }
            valueStart = index
            index = unsafe Self.valueEnd(all, from: index, to: limit)
            guard index + 1 < limit, unsafe all[index] == .carriageReturn, unsafe all[index + 1] == .lineFeed else {
                return nil
            }
            end = index
            while index > valueStart, unsafe all[index - 1] == .space || all[index - 1] == .tab { index -= 1 }
            valueEnd = index
        }

        /// Letters, digits and hyphens: what names are made of, unless somebody wants to be special.
        @inline(__always)
        private static func isPlain(_ byte: UInt8) -> Bool {
            (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte &- 0x30 < 10
        }

        /// The first byte from `start` on that no value may hold (RFC 9110 §5.5), or `limit`.
        @inline(__always)
        private static func valueEnd(_ all: UnsafeRawBufferPointer, from start: Int, to limit: Int) -> Int {
            var index = start
            while index < limit {
                if index + 8 <= limit {
                    let word = unsafe all.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    let controls = ControlBytes.mask(UInt64(littleEndian: word))
                    guard controls != 0 else {
                        index += 8
                        continue
                    }
                    index += controls.trailingZeroBitCount / 8
                }
                let byte = unsafe all[index]
                guard byte == .tab || ByteSet.fieldValue.contains(byte) else { return index }
                index += 1
            }
            return limit
        }
    }
}

/// Finds bytes that may not stand in a field's value, eight at a time.
enum ControlBytes {
    /// The highest bit of each of eight bytes that is below 0x20 or is 0x7F; a tab is among them, and may stand.
    ///
    /// A byte below n borrows when n is taken from it, and then its highest bit is set though it was not before. What
    /// is borrowed may mark bytes further up that are none, so only the lowest mark counts.
    @inline(__always)
    static func mask(_ word: UInt64) -> UInt64 {
        let deletes = word ^ 0x7F7F_7F7F_7F7F_7F7F
        let controls = (word &- 0x2020_2020_2020_2020) & ~word | (deletes &- 0x0101_0101_0101_0101) & ~deletes
        return controls & 0x8080_8080_8080_8080
    }
}
