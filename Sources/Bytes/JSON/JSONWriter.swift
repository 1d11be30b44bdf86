/// Writes JSON in the order it is told, with no white space.
///
/// ```swift
/// var json = JSONWriter()
/// json.object { json in
///     json.member("status", "pass")
///     json.member("checks") { $0.array { $0.string("database") } }
/// }
/// ```
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Whether the next value or name follows another one.
    private var needsComma = false

    package init() {}

    // MARK: Values

    package mutating func object<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
        try enclose("{", "}", body)
    }

    package mutating func array<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
        try enclose("[", "]", body)
    }

    package mutating func string(_ text: String) { write { $0.append(quoted: text) } }
    package mutating func integer(_ number: some BinaryInteger) { write { $0.append(String(number)) } }
    package mutating func null() { write { $0.append("null") } }
    /// The shortest digits that read back as the same number; what JSON has no number for (RFC 8259 §6) becomes `null`.
    package mutating func real(_ number: Double) { write { $0.append(number.isFinite ? "\(number)" : "null") } }
    package mutating func boolean(_ value: Bool) { write { $0.append(value ? "true" : "false") } }

    // MARK: Members

    package mutating func member<E: Error>(
        _ name: String, _ value: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        separate()
        append(quoted: name)
        append(":")
        needsComma = false
        try value(&self)
    }

    package mutating func member(_ name: String, _ text: String) { member(name) { $0.string(text) } }
    package mutating func member(_ name: String, _ number: some BinaryInteger) { member(name) { $0.integer(number) } }
    package mutating func member(_ name: String, _ value: Bool) { member(name) { $0.boolean(value) } }

    // MARK: Bytes

    private mutating func write(_ value: (inout JSONWriter) -> Void) {
        separate()
        value(&self)
        needsComma = true
    }

    private mutating func enclose<E: Error>(
        _ start: String, _ end: String, _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        separate()
        append(start)
        needsComma = false
        try body(&self)
        append(end)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { append(",") }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// RFC 8259 §7: the quote, the backslash and the control characters must be escaped; nothing else needs to be.
    private mutating func append(quoted text: String) {
        append("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x00..<0x20: append("\\u00" + Hex.encode([byte]))
            default: bytes.append(byte)
            }
        }
        append("\"")
    }
}
