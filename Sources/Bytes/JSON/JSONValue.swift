/// One JSON text (RFC 8259) as a tree: bounded, strict, and without Foundation.
///
/// For texts of a few kilobytes on the license path. What two readers could understand differently is refused: names
/// that occur twice, lone surrogates, a byte order mark, and whatever follows the text.
package enum JSONValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    /// Written without fraction and exponent; a number that 64 bits cannot hold is refused.
    case integer(Int64)
    /// Written with a fraction or an exponent; always finite.
    case real(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// How deep arrays and objects may nest: our deepest document uses five levels.
    package static let depthMax = 16

    /// Reads the whole of `bytes`, whose number the caller has bounded.
    package init(parsing bytes: [UInt8]) throws(Malformed) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw Malformed(offset: error.byteOffsets.lowerBound, expected: "UTF-8")
        }
        var reader = JSONReader(bytes)
        self = try reader.text()
    }
}
