extension TerminalFrame {
    /// The frame as a picture for a README, which follows the reader's choice of light or dark.
    package var svg: String {
        let size = (
            width: Double(width) * Cell.width + 2 * Cell.margin,
            height: Double(lines.count) * Cell.height + 2 * Cell.margin
        )
        let rows = lines.enumerated().map { row($0.element, at: $0.offset) }.filter { !$0.isEmpty }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size.width) \(size.height)" \
            width="\(size.width)" height="\(size.height)" role="img" aria-label="Evergrant's live view of two regions">
            <style>
            \(Self.style)
            </style>
            <rect class="ground" width="100%" height="100%" rx="10"/>
            \(rows.joined(separator: "\n"))
            </svg>

            """
    }

    /// One line; every span stands at its own column, so that a font of another width cannot push the boxes apart.
    private func row(_ line: Line, at index: Int) -> String {
        let baseline = Cell.margin + Double(index) * Cell.height + Cell.ascent
        var column = 0
        var spans = ""
        for span in line {
            defer { column += span.text.count }
            guard span.text.contains(where: { $0 != " " }) else { continue }
            let start = Cell.margin + Double(column) * Cell.width
            spans += """
                <tspan x="\(start)" textLength="\(Double(span.text.count) * Cell.width)" \
                class="\(span.tone)\(span.isBold ? " bold" : "")">\(escaped(span.text))</tspan>
                """
        }
        return spans.isEmpty ? "" : "<text y=\"\(baseline)\">\(spans)</text>"
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// One character's place, in pixels.
    private enum Cell {
        static let width = 8.5
        static let height = 19.0
        static let ascent = 14.5
        static let margin = 16.0
    }

    private static let style = """
        text { font: 14px ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", Consolas, monospace; white-space: pre }
        .bold { font-weight: 700 }
        .ground { fill: #f7f8f6 } .plain { fill: #1b2420 } .quiet { fill: #6b7770 } .accent { fill: #0b6e7f }
        .good { fill: #12764a } .warning { fill: #9a5b00 } .bad { fill: #b3261e }
        @media (prefers-color-scheme: dark) {
        .ground { fill: #101613 } .plain { fill: #e6ece8 } .quiet { fill: #84928a } .accent { fill: #6fd3e3 }
        .good { fill: #5fd39a } .warning { fill: #f0b35a } .bad { fill: #ff8a80 }
        }
        """
}
