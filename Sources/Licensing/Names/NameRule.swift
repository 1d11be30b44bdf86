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
        guard 1...lengthMax ~= text.utf8.count, text.utf8.allSatisfy(allows), text != ".", text != ".." else {
            throw InvalidName(kind: kind, lengthMax: lengthMax)
        }
        return String(text)
    }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
