/// `method SP request-target SP HTTP-version` (RFC 9112 §3), with exactly one space each.
struct RequestLine: Sendable {
    let method: RequestMethod
    let target: RequestTarget
    let version: HTTPVersion

    init(method: RequestMethod, target: RequestTarget, version: HTTPVersion) {
        (self.method, self.target, self.version) = (method, target, version)
    }

    /// - Parameter base: Where the head begins, in `bytes`.
    init(
        parsing line: Range<Int>, of bytes: Span<UInt8>, from base: Int, _ commons: WireCommons
    ) throws(WireRefusal) {
        guard let firstSpace = bytes.firstIndex(of: .space, in: line),
            let secondSpace = bytes.firstIndexFar(of: .space, in: firstSpace + 1..<line.upperBound)
        else { throw .badRequest(.badRequestLine) }
        method = try Self.method(bytes.extracting(line.lowerBound..<firstSpace), commons)
        version = try Self.version(bytes.extracting(secondSpace + 1..<line.upperBound))
        let target = firstSpace + 1..<secondSpace
        guard target.count <= commons.limits.targetBytes else { throw .targetTooLong }
        self.target = try RequestTarget(parsing: target, of: bytes, from: base, method: method)
    }

    private static func method(_ bytes: Span<UInt8>, _ commons: WireCommons) throws(WireRefusal) -> RequestMethod {
        guard !bytes.isEmpty, ByteSet.token.containsAll(of: bytes, in: bytes.indices) else {
            throw .badRequest(.badMethod)
        }
        // RFC 9112 §3: a method longer than any we implement is 501.
        guard bytes.count <= commons.limits.methodBytes else { throw .unsupportedMethod }
        return RequestMethod(bytes)
    }

    /// `HTTP/` digit `.` digit, case-sensitive (RFC 9112 §2.3).
    private static func version(_ bytes: Span<UInt8>) throws(WireRefusal) -> HTTPVersion {
        guard bytes.count == 8 else { throw .badRequest(.badVersion) }
        let word = unsafe bytes.withUnsafeBytes { unsafe UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
        let (major, minor) = (bytes[5], bytes[7])
        guard word & 0xFFFF_FFFF_FF00_FF00 == 0x4854_5450_2F00_2E00, major &- 0x30 < 10, minor &- 0x30 < 10 else {
            throw .badRequest(.badVersion)
        }
        guard major == UInt8(ascii: "1") else { throw .versionNotSupported }
        return minor == UInt8(ascii: "0") ? .http10 : .http11
    }
}
