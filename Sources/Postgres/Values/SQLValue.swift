/// One parameter of a statement, sent in PostgreSQL's binary format and never as part of the SQL text.
package enum SQLValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case int32(Int32)
    case int64(Int64)
    case text(String)
    case bytes([UInt8])
    case uuid(UInt128)
    /// A moment, as the time since 1970-01-01 00:00 UTC; the server keeps whole microseconds.
    case timestamp(Duration)
    case int32s([Int32?])
    case int64s([Int64?])
    case texts([String?])
    case byteStrings([[UInt8]?])
    case uuids([UInt128?])

    /// Nil for NULL, which fits every type.
    package var type: SQLType? {
        switch self {
        case .null: nil
        case .bool: .bool
        case .int32: .int32
        case .int64: .int64
        case .text: .text
        case .bytes: .bytes
        case .uuid: .uuid
        case .timestamp: .timestamp
        case .int32s: .int32Array
        case .int64s: .int64Array
        case .texts: .textArray
        case .byteStrings: .bytesArray
        case .uuids: .uuidArray
        }
    }
}

extension SQLValue: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The type alone: a parameter may be a secret, and logs print whatever they are given.
    package var description: String { type.map { "‹\($0)›" } ?? "NULL" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension SQLValue {
    package static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    package static func optional(_ number: Int32?) -> SQLValue { number.map(SQLValue.int32) ?? .null }
    package static func optional(_ bytes: [UInt8]?) -> SQLValue { bytes.map(SQLValue.bytes) ?? .null }
    package static func optional(_ moment: Duration?) -> SQLValue { moment.map(SQLValue.timestamp) ?? .null }
}
