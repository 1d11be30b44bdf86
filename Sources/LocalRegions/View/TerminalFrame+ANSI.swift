extension TerminalFrame {
    /// The frame for a terminal, drawn over the one before without a flicker: home, each line to its end, and no more.
    package var ansi: String {
        "\u{1B}[H" + lines.map { $0.map(\.ansi).joined() + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J"
    }
}

extension TerminalFrame.Span {
    /// The sixteen classic colors only, because a terminal's owner has chosen how they look (ECMA-48 §8.3.117).
    fileprivate var ansi: String {
        let codes = [isBold ? "1" : nil, tone.code].compactMap { $0 }
        return codes.isEmpty ? text : "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
    }
}

extension TerminalFrame.Tone {
    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .quiet: "90"
        case .accent: "36"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        }
    }
}
