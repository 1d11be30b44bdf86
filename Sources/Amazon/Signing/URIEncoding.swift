/// Percent-encoding as SigV4 demands it: everything but RFC 3986's unreserved characters, in upper-case hex.
enum URIEncoding {
    static func encode(_ text: String, keeping kept: String = "") -> String {
        let kept = Set(kept.utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) || kept.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// A form body (`application/x-www-form-urlencoded`): like a query, but a space is `+`.
    ///
    /// AWS takes `%20` too; simulators rebuild the body from what they parsed, and there only `+` keeps the signature.
    static func form(_ pairs: [(String, String)]) -> [UInt8] {
        let parts = pairs.map { name, value in "\(formPart(name))=\(formPart(value))" }
        return Array(parts.joined(separator: "&").utf8)
    }

    private static func formPart(_ text: String) -> String {
        encode(text, keeping: " ").split(separator: " ", omittingEmptySubsequences: false).joined(separator: "+")
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
