import Testing

@testable import FairPlayKeys

@Suite("Lines of a program")
struct ProgramLinesTests {
    private func words(_ lines: [ProgramLines.Line]) -> [String] {
        lines.compactMap { if case .words(let words) = $0 { words } else { nil } }
    }

    @Test("lines are whole however they come, and the last needs no end")
    func joins() {
        var lines = ProgramLines()
        var told: [ProgramLines.Line] = []
        for byte in Array("one\r\n\ntwo\nthree".utf8) { told += lines.take([byte], at: .seconds(5)) }
        #expect(words(told) == ["one", "two"])
        #expect(words(lines.finish(at: .seconds(5))) == ["three"])
        #expect(lines.finish(at: .seconds(5)) == [])
    }

    @Test("of a long line the beginning is kept, and the next is whole again", arguments: [1, 7, 100_000])
    func cuts(pieceSize: Int) {
        var lines = ProgramLines()
        let text = Array((String(repeating: "x", count: 100_000) + "\nnext\n").utf8)
        var told: [ProgramLines.Line] = []
        for start in stride(from: 0, to: text.count, by: pieceSize) {
            told += lines.take(Array(text[start..<min(start + pieceSize, text.count)]), at: .seconds(5))
        }
        #expect(words(told) == [String(repeating: "x", count: 500) + "…", "next"])
    }

    @Test("a line of just the length that is kept is whole")
    func keepsWhole() {
        var lines = ProgramLines()
        let text = String(repeating: "x", count: 500)
        #expect(words(lines.take(Array("\(text)\n".utf8), at: .seconds(5))) == [text])
    }

    @Test("twenty lines of a second are told, and how many more there were, when it is over")
    func bounds() {
        var lines = ProgramLines()
        let many = Array(String(repeating: "line\n", count: 1_000).utf8)
        #expect(lines.take(many, at: .seconds(5)).count == 20)
        #expect(lines.take(many, at: .milliseconds(5_999)) == [])
        #expect(lines.take(Array("next\n".utf8), at: .seconds(6)) == [.leftOut(1_980), .words("next")])
        #expect(lines.finish(at: .seconds(6)) == [])
    }

    @Test("what was left out is told at the end, too")
    func tellsAtTheEnd() {
        var lines = ProgramLines()
        _ = lines.take(Array(String(repeating: "line\n", count: 21).utf8), at: .seconds(5))
        #expect(lines.finish(at: .seconds(5)) == [.leftOut(1)])
    }

    @Test("what is no text is told all the same")
    func repairs() {
        var lines = ProgramLines()
        #expect(words(lines.take([0xFF, 0x41, 0x0A], at: .seconds(5))) == ["\u{FFFD}A"])
    }
}
