/// Takes field lines that are plainly good, as nearly all are, in one pass over their bytes.
///
/// It refuses nothing: whatever it does not take, because it is odd, too long or not here yet, `FieldLine` judges. So
/// there is one place that says why a line is bad, and a quick way past it.
enum FieldScanner {
    /// Notes the good lines from `start` on.
    ///
    /// - Parameters:
    ///   - bytes: From the first byte of the head to the last one received.
    ///   - headerStart: Where the first field line began, for the limit on all of them.
    /// - Returns: Where the first line begins that was not taken.
    static func scan(
        _ bytes: Span<UInt8>, from start: Int, headerStart: Int, _ limits: WireLimits,
        into fields: inout FieldSection
    ) -> Int {
        unsafe bytes.withUnsafeBytes { all in
            var next = start
            let headerMax = headerStart + limits.headerBytes
            while fields.count < limits.headerFields, let line = unsafe Line(all, from: next) {
                guard line.end <= headerMax, line.end &- next <= limits.fieldLineBytes else { break }
                fields.notePlace(name: Stretch(next, line.nameEnd), value: Stretch(line.valueStart, line.valueEnd))
                next = line.end &+ 2
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
        @inline(__always)
        init?(_ all: UnsafeRawBufferPointer, from start: Int) {
            let limit = all.count
            var index = unsafe EightBytes.first(in: all, from: start, to: limit, EightBytes.notPlain)
            guard index > start, index < limit, unsafe all[index] == .colon else { return nil }
            nameEnd = index
            index &+= 1
            while index < limit, unsafe all[index] == .space || all[index] == .tab { index &+= 1 }
            valueStart = index
            index = unsafe Self.valueEnd(all, from: index, to: limit)
            guard index &+ 1 < limit, unsafe all[index] == .carriageReturn, unsafe all[index &+ 1] == .lineFeed else {
                return nil
            }
            end = index
            while index > valueStart, unsafe all[index &- 1] == .space || all[index &- 1] == .tab { index &-= 1 }
            valueEnd = index
        }

        /// The first byte from `start` on that no value may hold (RFC 9110 §5.5), or `limit`.
        @inline(__always)
        private static func valueEnd(_ all: UnsafeRawBufferPointer, from start: Int, to limit: Int) -> Int {
            let good = unsafe goodBlocks(all, start, limit)
            var index = unsafe EightBytes.first(in: all, from: good, to: limit, EightBytes.controls)
            while index < limit, unsafe all[index] == .tab {
                index = unsafe EightBytes.first(in: all, from: index &+ 1, to: limit, EightBytes.controls)
            }
            return index
        }

        /// Goes past blocks of bytes that a value may hold: written for one byte, and compiled for sixteen at once.
        @inline(__always)
        private static func goodBlocks(_ all: UnsafeRawBufferPointer, _ start: Int, _ limit: Int) -> Int {
            let blockBytes = 16
            var index = start
            let last = limit &- blockBytes
            while index <= last {
                var bad: UInt8 = 0
                for offset in 0..<blockBytes {
                    let byte = unsafe all[index &+ offset]
                    bad |= (byte < 0x20 ? 1 : 0) | (byte == 0x7F ? 1 : 0)
                }
                if bad != 0 { break }
                index &+= blockBytes
            }
            return index
        }
    }
}
