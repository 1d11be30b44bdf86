/// One JSON text (RFC 8259) as a tree, for documents off the license path; `JSONText` reads it.
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
        self.init(try JSONText(parsing: bytes).value)
    }

    /// The tree of a value that was read.
    init(_ item: JSONItem) {
        let span = item.text.bytes.span.extracting(item.node.range)
        switch item.node.kind {
        case .null: self = .null
        case .isTrue: self = .boolean(true)
        case .isFalse: self = .boolean(false)
        // The reader has found the numbers good.
        case .integer: self = .integer(JSONText.integer(span) ?? 0)
        case .real: self = .real(JSONText.real(span) ?? 0)
        case .string: self = .string(JSONText.string(item.node, item.text.bytes.span))
        case .array: self = .array(JSONElements(text: item.text, place: item.place).map(JSONValue.init))
        case .object:
            let members = JSONMembers(text: item.text, place: item.place).all
            self = .object(JSONObject(Dictionary(members.map { ($0.name, JSONValue($0.value)) }) { first, _ in first }))
        }
    }
}
