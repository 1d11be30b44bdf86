internal import Bytes

/// A name that breaks the rule for its kind.
package struct InvalidName: Error, Equatable, Sendable {
    /// What was to be named, in words: "a site name".
    package let kind: String
    package let lengthMax: Int
}

extension InvalidName: CustomStringConvertible {
    package var description: String { "\(kind) is 1 to \(lengthMax) characters of A-Z a-z 0-9 . _ ~ : -" }
}

/// The one rule for the names that peers choose.
///
/// The characters are those that RFC 3986 §2.3 leaves alone in a path, and the colon, for URNs: what is logged, stored,
/// signed and linked is the same string. `.` and `..` are refused because clients resolve them (§5.2.4) before we see
/// them.
enum NameRule {
    static func check(_ text: some StringProtocol, _ kind: String, lengthMax: Int) throws(InvalidName) -> String {
        let text = String(text)
        guard isAllowed(text.utf8.span, lengthMax) else { throw InvalidName(kind: kind, lengthMax: lengthMax) }
        return text
    }

    private static func isAllowed(_ bytes: Span<UInt8>, _ lengthMax: Int) -> Bool {
        guard 1...lengthMax ~= bytes.count else { return false }
        for index in bytes.indices {
            let byte = bytes[index]
            let bit: UInt64 = byte < 64 ? lower >> UInt64(byte) : byte < 128 ? upper >> UInt64(byte - 64) : 0
            guard bit & 1 == 1 else { return false }
        }
        return !(bytes.equals(".") || bytes.equals(".."))
    }

    /// Bit `n` tells whether the character `n` is allowed, and in `upper` the character `64 + n`.
    private static let lower: UInt64 = bits("0123456789.:-", above: 0)
    private static let upper: UInt64 = bits("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_~", above: 64)

    private static func bits(_ characters: String, above first: UInt8) -> UInt64 {
        characters.utf8.reduce(0) { $0 | 1 << UInt64($1 - first) }
    }
}
