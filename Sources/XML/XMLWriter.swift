internal import Bytes

/// Writes XML in ASCII: elements with their ends spelled out, attributes in the order given, no white space of its own.
///
/// So that what is signed reads the same in every parser and is written the same by every writer.
package struct XMLWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// - Parameters:
    ///   - name: Ours, never a peer's; so are the names of attributes.
    package mutating func element(
        _ name: StaticString, _ attributes: [(StaticString, String)] = [],
        _ content: (inout XMLWriter) -> Void = { _ in }
    ) {
        bytes.append("<")
        bytes.append(name)
        for (name, value) in attributes {
            bytes.append(" ")
            bytes.append(name)
            bytes.append("=\"")
            append(escaping: value)
            bytes.append("\"")
        }
        bytes.append(">")
        content(&self)
        bytes.append("</")
        bytes.append(name)
        bytes.append(">")
    }

    /// An element that holds a text.
    package mutating func element(
        _ name: StaticString, _ attributes: [(StaticString, String)] = [], text: String
    ) {
        element(name, attributes) { $0.append(escaping: text) }
    }

    /// An element that holds bytes in base64.
    package mutating func element(_ name: StaticString, base64 value: [UInt8]) {
        element(name) { Base64.standard.append(value.span, to: &$0.bytes) }
    }

    /// Adds XML that was written before, as it is.
    package mutating func append(written xml: [UInt8]) { bytes.append(contentsOf: xml) }

    /// Adds a text, its special and its foreign characters as references (XML 1.0 §4.1, §4.6).
    ///
    /// What no XML may hold (§2.2) becomes U+FFFD.
    package mutating func append(escaping text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": bytes.append("&amp;")
            case "<": bytes.append("&lt;")
            case ">": bytes.append("&gt;")
            case "\"": bytes.append("&quot;")
            case " "..."~": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case "\t", "\n", "\r", "\u{7F}"..."\u{FFFD}", "\u{10000}"...: reference(scalar)
            default: reference("\u{FFFD}")
            }
        }
    }

    private mutating func reference(_ scalar: Unicode.Scalar) { bytes.append(contentsOf: "&#\(scalar.value);".utf8) }
}
