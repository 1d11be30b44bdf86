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
        let scheme = field.prefix(Self.scheme.count)
        // RFC 9110 §11.1: the scheme's name is case-insensitive.
        guard scheme.elementsEqual(Self.scheme, by: { $0 | 0x20 == $1 }), field.count > scheme.count + 1,
            field[scheme.endIndex] == UInt8(ascii: " ")
        else { return nil }
        return field[(scheme.endIndex + 1)...]
    }

    private static let scheme = Array("bearer".utf8)
}
