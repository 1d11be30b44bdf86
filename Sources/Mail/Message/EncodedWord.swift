internal import Bytes

/// A header's text outside ASCII (RFC 2047), in base 64.
enum EncodedWord {
    /// Bytes of text in one word: 45 become 60 characters, and the word stays under the 75 that §2 allows.
    private static let wordBytes = 45

    /// The text itself when it is printable ASCII and short enough for one line; encoded words otherwise.
    static func encode(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
        guard !isPlain || text.utf8.count > MailLimits.lineBytes else { return text }
        return words(of: text).map { "=?utf-8?B?\(Base64.standard.encode(Array($0.utf8)))?=" }
            .joined(separator: "\r\n ")
    }

    /// Cut between characters, as §5 demands.
    private static func words(of text: String) -> [String] {
        var words = [""]
        for scalar in text.unicodeScalars {
            if words[words.count - 1].utf8.count + UTF8.width(scalar) > wordBytes { words.append("") }
            words[words.count - 1].unicodeScalars.append(scalar)
        }
        return words
    }
}
