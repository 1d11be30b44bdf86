internal import Bytes
internal import Glibc

/// Bytes received and not yet understood.
struct InputBuffer {
    /// Room kept between requests; a larger buffer is given back.
    private static let keptCapacity = 8_192

    private(set) var bytes: [UInt8] = []
    /// Where the unread bytes begin.
    private(set) var start = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ received: Span<UInt8>) {
        unsafe received.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func consume(_ count: Int) {
        start += count
        guard start == bytes.count else { return }
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
        start = 0
    }

    /// Moves unread bytes to the front, so that what was read stops taking room.
    mutating func compact() {
        guard start > 0 else { return }
        bytes.removeFirst(start)
        start = 0
    }

    mutating func removeAll() {
        bytes = []
        start = 0
    }

    /// Takes up to `count` bytes from the front and puts them behind `other`.
    mutating func move(_ count: Int, to other: inout [UInt8]) {
        other.append(contentsOf: bytes[start..<start + count])
        consume(count)
    }

    /// Puts a name into lower case where it lies (RFC 9110 §5.1: names are case-insensitive).
    mutating func lowercase(_ range: Range<Int>) {
        for index in range where bytes[index] &- 0x41 < 26 { bytes[index] |= 0x20 }
    }

    /// Looks for the line that begins at `lineStart`.
    ///
    /// The result depends on the bytes of the line alone, never on how they were split on their way.
    ///
    /// - Parameter searched: Where to go on looking; moves forward, so that no byte is searched twice.
    func line(at lineStart: Int, searched: inout Int, atMost limit: Int) -> LineSearch {
        guard let lineFeed = firstLineFeed(from: max(searched, lineStart)) else {
            searched = bytes.count
            // A carriage return right behind the limit may still end a line that fits.
            let pending = bytes.count - lineStart - (bytes.last == .carriageReturn ? 1 : 0)
            return pending > limit ? .tooLong : .incomplete
        }
        searched = lineFeed + 1
        let isStrict = lineFeed > lineStart && bytes[lineFeed - 1] == .carriageReturn
        let end = isStrict ? lineFeed - 1 : lineFeed
        if end - lineStart > limit { return .tooLong }
        return isStrict ? .line(lineStart..<end) : .bareLineFeed
    }

    private func firstLineFeed(from index: Int) -> Int? {
        guard index < bytes.count else { return nil }
        return unsafe bytes.withUnsafeBytes { all in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: all[index...])
            guard let first = rest.baseAddress, let found = unsafe memchr(first, 0x0A, rest.count) else { return nil }
            return unsafe index + (UnsafeRawPointer(found) - first)
        }
    }
}

/// What looking for a line came to.
enum LineSearch: Equatable {
    /// The line without its CR and LF.
    case line(Range<Int>)
    case incomplete
    case tooLong
    case bareLineFeed
}

extension UInt8 {
    static let carriageReturn: UInt8 = 0x0D
    static let lineFeed: UInt8 = 0x0A
    static let space: UInt8 = 0x20
    static let tab: UInt8 = 0x09
    static let colon: UInt8 = 0x3A
    static let comma: UInt8 = 0x2C
    static let slash: UInt8 = 0x2F
}

extension [UInt8] {
    /// The range without optional white space at either end (`OWS`, RFC 9110 §5.6.3).
    func trimmingWhitespace(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, self[lower] == .space || self[lower] == .tab { lower += 1 }
        while lower < upper, self[upper - 1] == .space || self[upper - 1] == .tab { upper -= 1 }
        return lower..<upper
    }
}
