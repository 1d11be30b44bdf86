internal import HTTPServer
internal import HTTPWire

/// Where a request carries its license token.
enum TokenField {
    /// The token of `Authorization: Bearer …` (RFC 6750 §2.1), or of `?token=` for players that cannot set a header.
    ///
    /// The header wins, even when it holds something else.
    static func token(of request: Request) -> [UInt8]? {
        guard let field = request.head.fields.first("authorization") else {
            return request.query("token").map { Array($0.utf8) }
        }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return Array(parts[1].utf8)
    }
}
