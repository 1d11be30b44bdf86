/// A rectangle of styled text: what a terminal shows at one moment, before it is ANSI codes or a picture.
package struct TerminalFrame: Equatable, Sendable {
    /// What a color means; the terminal or the picture decides how it looks.
    package enum Tone: String, CaseIterable, Sendable { case plain, quiet, accent, good, warning, bad }

    package struct Span: Equatable, Sendable {
        package let text: String
        package let tone: Tone
        package let isBold: Bool

        package init(_ text: String, _ tone: Tone = .plain, isBold: Bool = false) {
            self.text = text
            self.tone = tone
            self.isBold = isBold
        }
    }

    package typealias Line = [Span]

    package let width: Int
    package private(set) var lines: [Line] = []

    package init(width: Int) { self.width = width }

    package mutating func append(_ line: Line) { lines.append(line.fitted(to: width)) }
}

extension TerminalFrame.Line {
    /// Columns taken; each character that we use takes one.
    package var width: Int { reduce(0) { $0 + $1.text.count } }

    /// The text alone.
    package var text: String { map(\.text).joined() }

    /// This line cut or filled with blanks to exactly `width` columns.
    func fitted(to width: Int) -> TerminalFrame.Line {
        var room = width
        var line: TerminalFrame.Line = []
        for span in self where room > 0 {
            let text = String(span.text.prefix(room))
            room -= text.count
            line.append(TerminalFrame.Span(text, span.tone, isBold: span.isBold))
        }
        return room > 0 ? line + [TerminalFrame.Span(String(repeating: " ", count: room))] : line
    }
}
