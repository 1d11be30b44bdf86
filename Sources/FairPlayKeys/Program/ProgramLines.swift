/// What a program writes, as lines for a log: none longer, and no more of them in a second, than the log may take.
struct ProgramLines {
    enum Line: Equatable, Sendable {
        case words(String)
        /// So many were too many for their second.
        case leftOut(Int)
    }

    private var unfinished: [UInt8] = []
    private var isCut = false
    private var secondStart: Duration = .zero
    private var toldInSecond = 0
    private var leftOut = 0

    mutating func take(_ bytes: [UInt8], at now: Duration) -> [Line] {
        var lines: [Line] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            lines += finishLine(at: now)
            rest = rest[(end + 1)...]
        }
        keep(rest)
        return lines
    }

    /// What is left when nothing more comes.
    mutating func finish(at now: Duration) -> [Line] { finishLine(at: now) + tellLeftOut() }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        let room = KeyProgramLimits.lineBytesMax - unfinished.count
        unfinished += bytes.prefix(room)
        isCut = isCut || bytes.count > room
    }

    private mutating func finishLine(at now: Duration) -> [Line] {
        defer { (unfinished, isCut) = ([], false) }
        if unfinished.last == UInt8(ascii: "\r") { unfinished.removeLast() }
        guard !unfinished.isEmpty else { return [] }
        var lines: [Line] = []
        if now - secondStart >= .seconds(1) {
            (secondStart, toldInSecond) = (now, 0)
            lines = tellLeftOut()
        }
        guard toldInSecond < KeyProgramLimits.linesPerSecondMax else {
            leftOut += 1
            return lines
        }
        toldInSecond += 1
        return lines + [.words(String(decoding: unfinished, as: UTF8.self) + (isCut ? "…" : ""))]
    }

    private mutating func tellLeftOut() -> [Line] {
        defer { leftOut = 0 }
        return leftOut > 0 ? [.leftOut(leftOut)] : []
    }
}
