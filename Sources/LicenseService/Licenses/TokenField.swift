internal import HTTPServer
internal import HTTPWire

/// Where a request carries its license token.
enum TokenField {
    /// The token of `Authorization: Bearer …` (RFC 6750 §2.1), or of `?token=` for players that cannot set a header.
    ///
    /// The header wins, even when it holds something else. Without it, the places where Axinom's service has its
    /// messages are looked at too.
    static func token(of request: Request) -> ArraySlice<UInt8>? {
        guard let field = request.head.fields.bytes(of: "authorization") else {
            if let message = request.head.fields.bytes(of: "x-axdrm-message") { return message }
            return (request.query("token") ?? request.query("AxDrmMessage")).map { Array($0.utf8)[...] }
        }
        return isBearer(field.span) ? field[(field.startIndex + schemeByteCount + 1)...] : nil
    }

    /// RFC 9110 §11.1: the scheme's name is case-insensitive.
    private static func isBearer(_ field: Span<UInt8>) -> Bool {
        guard field.count > schemeByteCount + 1, field[schemeByteCount] == UInt8(ascii: " ") else { return false }
        var name: UInt64 = 0
        for place in 0..<schemeByteCount { name = name << 8 | UInt64(field[place] | 0x20) }
        return name == 0x62_65_61_72_65_72  // "bearer"
    }

    private static let schemeByteCount = 6
}
