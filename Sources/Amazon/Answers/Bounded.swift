/// Foreign words, fit for a log line: one line, printable, and not long.
func bounded(_ text: String) -> String {
    let line = text.unicodeScalars.lazy.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
    return String(line.prefix(AmazonLimits.reasonCharacters))
}
