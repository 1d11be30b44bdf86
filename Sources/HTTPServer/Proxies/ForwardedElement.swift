internal import Reactor

/// One hop of a `Forwarded` field: pairs of which only `for` is read (RFC 7239 §4, §5.2).
enum ForwardedElement {
    /// The longest node that can be an address: brackets, a port and an IPv6 address around IPv4.
    private static let nodeBytesMax = 64

    /// The value of `for`, unquoted; nil when there is none or more than one.
    static func node(in element: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var node: ArraySlice<UInt8>?
        // A semicolon within quotes cannot be in an address, so cutting there loses nothing.
        for pair in element.split(separator: UInt8(ascii: ";")) {
            let pair = trimmed(pair)
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")), isFor(pair[..<equals]) else { continue }
            guard node == nil else { return nil }
            node = unquoted(pair[(equals + 1)...])
        }
        return node
    }

    /// An address, perhaps with a port; nil for `unknown`, for a hidden name, and for nonsense (RFC 7239 §6).
    static func address(_ node: ArraySlice<UInt8>) -> IPAddress? {
        let node = trimmed(node)
        guard node.count <= nodeBytesMax else { return nil }
        if node.first == UInt8(ascii: "["), let end = node.firstIndex(of: UInt8(ascii: "]")) {
            guard isPort(node[(end + 1)...]) else { return nil }
            return parse(node[(node.startIndex + 1)..<end]).flatMap { $0.isV6 ? $0 : nil }
        }
        let colons = node.reduce(0) { $1 == UInt8(ascii: ":") ? $0 + 1 : $0 }
        guard colons == 1, let colon = node.firstIndex(of: UInt8(ascii: ":")) else { return parse(node) }
        return isPort(node[colon...]) ? parse(node[..<colon]) : nil
    }

    private static func parse(_ text: ArraySlice<UInt8>) -> IPAddress? {
        IPAddress(String(decoding: text, as: UTF8.self))
    }

    /// Nothing, or a colon with a port, which may be hidden too (RFC 7239 §6.2, §6.3).
    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        let name = text.dropFirst()
        return first == UInt8(ascii: ":") && !name.isEmpty
            && name.allSatisfy { isAlphanumeric($0) || [0x2E, 0x5F, 0x2D].contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }

    private static func isFor(_ name: ArraySlice<UInt8>) -> Bool {
        name.count == 3 && zip(name, "for".utf8).allSatisfy { $0 | 0x20 == $1 }
    }

    private static func unquoted(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") else {
            return value
        }
        return value.dropFirst().dropLast()
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop(while: ForwardedPath.isSpace)
        while let last = text.last, ForwardedPath.isSpace(last) { text.removeLast() }
        return text
    }
}
