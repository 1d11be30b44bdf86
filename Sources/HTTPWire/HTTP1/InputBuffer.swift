internal import Bytes

/// Bytes received and not yet understood.
///
/// What a read brought is looked at where it lies, in the loop's buffer; only what is left over at the end of the turn
/// is copied here. The two are one array, shared copy on write.
struct InputBuffer {
    private(set) var bytes: [UInt8] = []
    /// Where the unread bytes begin and end.
    private(set) var start = 0
    private(set) var end = 0
    /// Whether `bytes` is the loop's read buffer.
    private var isBorrowed = false

    var count: Int { end - start }
    var isEmpty: Bool { start == end }
    /// Bytes set aside, whatever is in them; the loop's buffer costs this connection nothing.
    var heldBytes: Int { isBorrowed ? 0 : bytes.capacity }

    /// Takes the first `count` bytes of `buffer`, without a copy when nothing was left over.
    mutating func receive(_ buffer: consuming [UInt8], count: Int) {
        guard isEmpty else { return append(buffer.span.extracting(first: count)) }
        bytes = consume buffer
        (start, end, isBorrowed) = (0, count, true)
    }

    mutating func append(_ received: Span<UInt8>) {
        settle()
        if start > 0 { bytes.removeFirst(start) }
        unsafe received.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        (start, end) = (0, bytes.count)
    }

    /// Lets go of the loop's buffer, keeping what was not understood yet.
    mutating func settle() {
        guard isBorrowed else { return }
        let rest = isEmpty ? [] : Array(bytes[start..<end])
        (bytes, start, end, isBorrowed) = (rest, 0, rest.count, false)
    }

    mutating func consume(_ count: Int) {
        start += count
        if isEmpty { removeAll() }
    }

    mutating func removeAll() { (bytes, start, end, isBorrowed) = ([], 0, 0, false) }

    /// Takes up to `count` bytes from the front and puts them behind `other`.
    mutating func move(_ count: Int, to other: inout [UInt8]) {
        other.append(contentsOf: bytes[start..<start + count])
        consume(count)
    }

    /// Takes `count` bytes from the front, which stay where they lie.
    mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        let taken = bytes[start..<start + count]
        consume(count)
        return taken
    }

    /// Looks for the line that begins at `lineStart`.
    ///
    /// The result depends on the bytes of the line alone, never on how they were split on their way.
    ///
    /// - Parameter searched: Where to go on looking; moves forward, so that no byte is searched twice.
    func line(at lineStart: Int, searched: inout Int, atMost limit: Int) -> LineSearch {
        let span = bytes.span
        guard let lineFeed = span.firstIndexFar(of: .lineFeed, in: min(max(searched, lineStart), end)..<end) else {
            searched = end
            // A carriage return right behind the limit may still end a line that fits.
            let pending = end - lineStart - (!isEmpty && span[end - 1] == .carriageReturn ? 1 : 0)
            return pending > limit ? .tooLong : .incomplete
        }
        searched = lineFeed + 1
        let isStrict = lineFeed > lineStart && span[lineFeed - 1] == .carriageReturn
        let lineEnd = isStrict ? lineFeed - 1 : lineFeed
        if lineEnd - lineStart > limit { return .tooLong }
        return isStrict ? .line(lineStart..<lineEnd) : .bareLineFeed
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
