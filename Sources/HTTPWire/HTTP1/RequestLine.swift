/// `method SP request-target SP HTTP-version` (RFC 9112 §3), with exactly one space each.
struct RequestLine: Sendable {
    let method: RequestMethod
    let target: RequestTarget
    let version: HTTPVersion

    init(parsing line: Range<Int>, of bytes: [UInt8], limits: WireLimits) throws(WireRefusal) {
        guard let firstSpace = bytes[line].firstIndex(of: .space),
            let secondSpace = bytes[firstSpace + 1..<line.upperBound].firstIndex(of: .space)
        else { throw .badRequest(.badRequestLine) }
        method = try Self.method(bytes, line.lowerBound..<firstSpace, limits)
        version = try Self.version(bytes[secondSpace + 1..<line.upperBound])
        let target = firstSpace + 1..<secondSpace
        guard target.count <= limits.targetBytes else { throw .targetTooLong }
        self.target = try RequestTarget(parsing: bytes[target], method: method)
    }

    private static func method(
        _ bytes: [UInt8], _ range: Range<Int>, _ limits: WireLimits
    ) throws(WireRefusal) -> RequestMethod {
        guard !range.isEmpty, ByteSet.token.containsAll(of: bytes, in: range) else { throw .badRequest(.badMethod) }
        // RFC 9112 §3: a method longer than any we implement is 501.
        guard range.count <= limits.methodBytes else { throw .unsupportedMethod }
        return RequestMethod(String(decoding: bytes[range], as: UTF8.self))
    }

    /// `HTTP/` digit `.` digit, case-sensitive (RFC 9112 §2.3).
    private static func version(_ bytes: ArraySlice<UInt8>) throws(WireRefusal) -> HTTPVersion {
        let first = bytes.startIndex
        guard bytes.count == 8, bytes.starts(with: "HTTP/".utf8), bytes[first + 6] == UInt8(ascii: "."),
            bytes[first + 5] &- 0x30 < 10, bytes[first + 7] &- 0x30 < 10
        else { throw .badRequest(.badVersion) }
        guard bytes[first + 5] == UInt8(ascii: "1") else { throw .versionNotSupported }
        return bytes[first + 7] == UInt8(ascii: "0") ? .http10 : .http11
    }
}
