extension String {
    /// This text as JSON writes it, which YAML 1.2 reads the same.
    var quotedForYAML: String {
        "\"\(replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}

extension Duration {
    /// Seconds as a decimal number, for files and command lines.
    var secondsText: String {
        let seconds = self / .seconds(1)
        let milliseconds = (seconds * 1000).rounded() / 1000
        return milliseconds == milliseconds.rounded() ? "\(Int(milliseconds))" : "\(milliseconds)"
    }
}
