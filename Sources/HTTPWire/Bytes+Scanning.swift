internal import Glibc

extension UInt8 {
    static let carriageReturn: UInt8 = 0x0D
    static let lineFeed: UInt8 = 0x0A
    static let space: UInt8 = 0x20
    static let tab: UInt8 = 0x09
    static let colon: UInt8 = 0x3A
    static let comma: UInt8 = 0x2C
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let questionMark: UInt8 = 0x3F
    static let openingBracket: UInt8 = 0x5B
    static let closingBracket: UInt8 = 0x5D
}

extension Span<UInt8> {
    /// For what lies near; `firstIndexFar` is for what may lie far.
    @inline(__always)
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        let part = extracting(range)
        for index in part.indices where part[index] == byte { return range.lowerBound + index }
        return nil
    }

    /// The same by `memchr`, which looks at 32 bytes at a time.
    func firstIndexFar(of byte: UInt8, in range: Range<Int>) -> Int? {
        unsafe extracting(range).withUnsafeBufferPointer { part in
            guard let first = part.baseAddress, let found = unsafe memchr(first, CInt(byte), part.count) else {
                return nil
            }
            return unsafe range.lowerBound + (UnsafeRawPointer(found) - UnsafeRawPointer(first))
        }
    }

    /// The range without optional white space at either end (`OWS`, RFC 9110 §5.6.3).
    @inline(__always)
    func trimmingWhitespace(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, self[lower] == .space || self[lower] == .tab { lower += 1 }
        while lower < upper, self[upper - 1] == .space || self[upper - 1] == .tab { upper -= 1 }
        return lower..<upper
    }
}
