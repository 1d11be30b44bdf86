/// Takes a request line that is plainly good, as nearly all are: a usual method, a path, perhaps a query, HTTP/1.1.
///
/// It refuses nothing: whatever it does not take, because it is odd, too long or not here yet, `RequestLine` judges.
enum RequestLineScanner {
    /// `HTTP/1.1`, as one number.
    private static let version: UInt64 = 0x4854_5450_2F31_2E31
    /// What stands behind a target: a space, the version and the line end.
    private static let restBytes = 11

    /// - Parameter bytes: From the first byte of the head to the last one received.
    /// - Returns: Where the line behind it begins; nil when this one is to be judged.
    static func scan(_ bytes: Span<UInt8>, _ limits: WireLimits, into parts: RequestParts) -> Int? {
        unsafe bytes.withUnsafeBytes { all in
            guard all.count >= 8, let method = method(unsafe word(all, 0)) else { return nil }
            let path = method.length + 1
            guard path < all.count, unsafe all[path] == .slash else { return nil }
            let pathEnd = unsafe EightBytes.first(in: all, from: path, to: all.count, EightBytes.notPath)
            let end = unsafe targetEnd(all, pathEnd)
            guard end + restBytes <= all.count, end - path <= limits.targetBytes,
                unsafe all[end] == .space, unsafe word(all, end + 1) == version,
                unsafe all[end + 9] == .carriageReturn, unsafe all[end + 10] == .lineFeed
            else { return nil }
            (parts.method, parts.version, parts.scheme, parts.authority) = (method.name, .http11, nil, nil)
            parts.path = .lies(Stretch(path, pathEnd))
            parts.query = pathEnd < end ? Stretch(pathEnd + 1, end) : nil
            return end + restBytes
        }
    }

    /// Where a query ends, if there is one; else where the path does.
    @inline(__always)
    private static func targetEnd(_ all: UnsafeRawBufferPointer, _ pathEnd: Int) -> Int {
        var index = pathEnd
        while index < all.count, unsafe all[index] == .questionMark {
            index = unsafe EightBytes.first(in: all, from: index + 1, to: all.count, EightBytes.notPath)
        }
        return index
    }

    /// The method that these eight bytes begin with, if it is a usual one with a space behind it.
    @inline(__always)
    private static func method(_ word: UInt64) -> (name: RequestMethod, length: Int)? {
        if word >> 24 == 0x50_4F53_5420 { return (.post, 4) }
        if word >> 32 == 0x4745_5420 { return (.get, 3) }
        if word >> 24 == 0x48_4541_4420 { return (.head, 4) }
        if word >> 32 == 0x5055_5420 { return (.put, 3) }
        return nil
    }

    @inline(__always)
    private static func word(_ all: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        unsafe UInt64(bigEndian: all.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
