/// Takes a request line that is plainly good, as nearly all are: a usual method, a path, perhaps a query, HTTP/1.1.
///
/// It refuses nothing: whatever it does not take, because it is odd, too long or not here yet, `RequestLine` judges.
enum RequestLineScanner {
    /// `HTTP/1.1`, as one number.
    private static let version: UInt64 = 0x4854_5450_2F31_2E31
    // The usual methods likewise, with a space.
    private static let get: UInt64 = 0x4745_5420
    private static let put: UInt64 = 0x5055_5420
    private static let post: UInt64 = 0x50_4F53_5420
    private static let head: UInt64 = 0x48_4541_4420
    /// What stands behind a target: a space, the version and the line end.
    private static let restBytes = 11

    /// - Parameter bytes: From the first byte of the head to the last one received.
    /// - Returns: The line, and where the one behind it begins.
    static func scan(_ bytes: Span<UInt8>, _ limits: WireLimits) -> (line: RequestLine, next: Int)? {
        unsafe bytes.withUnsafeBytes { all in
            guard all.count >= 8 else { return nil }
            let word = unsafe word(all, 0)
            let length = methodLength(word)
            let path = length + 1
            guard length > 0, path < all.count, unsafe all[path] == .slash else { return nil }
            let pathEnd = unsafe EightBytes.first(in: all, from: path, to: all.count, EightBytes.notPath)
            let end = unsafe targetEnd(all, pathEnd)
            guard end + restBytes <= all.count, end - path <= limits.targetBytes,
                unsafe all[end] == .space, unsafe Self.word(all, end + 1) == version,
                unsafe all[end + 9] == .carriageReturn, unsafe all[end + 10] == .lineFeed
            else { return nil }
            let target = RequestTarget(
                path: Stretch(path, pathEnd), query: pathEnd < end ? Stretch(pathEnd + 1, end) : nil)
            let line = RequestLine(method: Stretch(0, length), isHead: word >> 24 == head, target, .http11)
            return (line, end + restBytes)
        }
    }

    /// Where a query ends, if there is one; else where the path does.
    private static func targetEnd(_ all: UnsafeRawBufferPointer, _ pathEnd: Int) -> Int {
        var index = pathEnd
        while index < all.count, unsafe all[index] == .questionMark {
            index = unsafe EightBytes.first(in: all, from: index + 1, to: all.count, EightBytes.notPath)
        }
        return index
    }

    /// How long the method is that these eight bytes begin with, if it is a usual one with a space behind it; else 0.
    private static func methodLength(_ word: UInt64) -> Int {
        if word >> 32 == get || word >> 32 == put { return 3 }
        return word >> 24 == post || word >> 24 == head ? 4 : 0
    }

    private static func word(_ all: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        unsafe UInt64(bigEndian: all.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
