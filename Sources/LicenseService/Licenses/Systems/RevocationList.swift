internal import Daemon

/// A list of devices that get no license any more: a line each, of a word and what it names.
///
/// ```
/// # Lost its keys in 2025.
/// system 4464
/// serial 0a1b2c3d4e5f60718293a4b5c6d7e8f9
/// ```
/// Empty lines and what follows a `#` mean nothing. A line that cannot be read refuses the whole list: whoever wrote it
/// believes that the device is shut out.
struct RevocationList {
    /// Far more devices than any list has.
    static let linesMax = 100_000
    /// A word, white space, 32 bytes in hex, and a remark here and there.
    static let bytesMax = linesMax * 80

    /// All of it, as it was read.
    let bytes: [UInt8]
    private let lines: [(number: Int, word: Substring, value: Substring)]
    private let setting: String

    /// - Parameter reference: Nil is an empty list.
    init(_ reference: String?, for setting: String, _ reader: MaterialReader) throws(ConfigurationError) {
        self.setting = setting
        bytes = if let reference { try reader.bytes(reference, for: setting, atMost: Self.bytesMax) } else { [] }
        var lines: [(number: Int, word: Substring, value: Substring)] = []
        let text = String(decoding: bytes, as: UTF8.self)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            if words.isEmpty { continue }
            guard words.count == 2, lines.count < Self.linesMax else {
                throw ConfigurationError(setting, "line \(index + 1) is not a word and a value, or one too many")
            }
            lines.append((index + 1, words[0], words[1]))
        }
        self.lines = lines
    }

    /// Hands out each line; what `take` does not take is an error.
    func forEach(_ take: (_ word: Substring, _ value: Substring) -> Bool) throws(ConfigurationError) {
        for line in lines where !take(line.word, line.value) {
            throw ConfigurationError(setting, "line \(line.number) names no device: ‘\(line.word) \(line.value)’")
        }
    }
}
