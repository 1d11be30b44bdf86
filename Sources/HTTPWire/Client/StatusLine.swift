/// `HTTP-version SP status-code SP [ reason-phrase ]` (RFC 9112 §4).
struct StatusLine: Equatable, Sendable {
    let version: HTTPVersion
    let status: Int

    /// Forgives a missing space behind the status, as every client does: many servers leave it out with the reason.
    init(parsing line: ArraySlice<UInt8>) throws(ResponseRefusal) {
        let first = line.startIndex
        guard line.count >= Self.shortestByteCount, line.starts(with: "HTTP/".utf8),
            line[first + 5] &- 0x30 < 10, line[first + 6] == UInt8(ascii: "."), line[first + 7] &- 0x30 < 10,
            line[first + 8] == .space, line.count == Self.shortestByteCount || line[first + 12] == .space
        else { throw .badStatusLine }
        guard line[first + 5] == UInt8(ascii: "1") else { throw .versionNotSupported }
        version = line[first + 7] == UInt8(ascii: "0") ? .http10 : .http11
        status = try Self.status(line[first + 9..<first + 12])
        guard line[(first + 12)...].allSatisfy(ByteSet.fieldValue.contains) else { throw .badStatusLine }
    }

    /// `HTTP/1.1 200`.
    private static let shortestByteCount = 12

    /// Three digits, 100 to 599: what lies outside is invalid (RFC 9110 §15).
    static func status(_ digits: ArraySlice<UInt8>) throws(ResponseRefusal) -> Int {
        guard digits.count == 3, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { throw .badStatusLine }
        let status = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard (100...599).contains(status) else { throw .badStatusLine }
        return status
    }
}
