/// A domain name that needs no quoting anywhere: letters, digits, `-` and `_`, in lower case, without the final dot.
package struct DomainName: Hashable, Sendable {
    /// RFC 1035 §2.3.4.
    private static let bytesMax = 253
    private static let labelBytesMax = 63

    package let text: String

    /// Nil for anything else; a final dot and capitals are forgiven.
    package init?(_ text: String) {
        let name = (text.hasSuffix(".") ? String(text.dropLast()) : text).lowercased()
        guard 1...Self.bytesMax ~= name.utf8.count else { return nil }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.allSatisfy({ 1...Self.labelBytesMax ~= $0.count && $0.allSatisfy(Self.isPlain) }) else {
            return nil
        }
        self.text = name
    }

    /// With the final dot, so that no program adds a domain of its own.
    var absolute: String { text + "." }

    func isWithin(_ zone: DomainName) -> Bool { text == zone.text || text.hasSuffix(".\(zone.text)") }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

extension DomainName: CustomStringConvertible {
    package var description: String { text }
}
