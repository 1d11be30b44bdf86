package import Foundation

/// What a browser posts for the Clear Key system (W3C Encrypted Media Extensions §9.1.3).
package struct ClearKeyChallenge: Codable, Sendable {
    package let kids: [String]
    package let type: String

    /// - Parameter keyIDs: Hexadecimal digits, with or without the hyphens of a UUID.
    package init(keyIDs: [String]) {
        kids = keyIDs.map(Self.base64URL(ofHex:))
        type = "temporary"
    }

    package func encoded() throws -> Data { try JSONEncoder().encode(self) }

    private static func base64URL(ofHex hex: String) -> String {
        let digits = Array(hex.replacing("-", with: ""))
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }
}
