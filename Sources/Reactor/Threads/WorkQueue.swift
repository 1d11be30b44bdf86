internal import DequeModule

/// Work that waits, in lines that are served in turn: a flood in one line delays another by one piece at a time.
///
/// What was begun goes first and is never refused, so that nothing half done is thrown away.
struct WorkQueue<Piece> {
    private struct Entry {
        let piece: Piece
        let since: Duration
    }

    /// What is served next, and how it came to that.
    enum Next {
        case work(Piece)
        /// It has waited for longer than anybody would.
        case overdue(Piece)
    }

    /// Pieces that may wait in each line.
    let waitingMax: Int
    let patience: Duration
    private(set) var lines: [Workshop.LineStanding]
    private var waiting: [Deque<Entry>]
    private var begun: Deque<(line: Int, piece: Piece)> = []
    /// The line whose turn it is.
    private var turn = 0

    init(lineCount: Int, waitingMax: Int, patience: Duration) {
        self.waitingMax = waitingMax
        self.patience = patience
        lines = Array(repeating: Workshop.LineStanding(), count: lineCount)
        waiting = Array(repeating: [], count: lineCount)
    }

    /// - Returns: Whether there was room.
    mutating func add(_ piece: Piece, to line: Int, at now: Duration) -> Bool {
        guard waiting[line].count < waitingMax else {
            lines[line].refused += 1
            return false
        }
        waiting[line].append(Entry(piece: piece, since: now))
        lines[line].waiting += 1
        return true
    }

    /// The next piece of work on something that was begun.
    mutating func goOn(with piece: Piece, of line: Int) {
        begun.append((line, piece))
        lines[line].waiting += 1
    }

    mutating func next(at now: Duration) -> Next? {
        if let (line, piece) = begun.popFirst() {
            lines[line].waiting -= 1
            return .work(piece)
        }
        for _ in waiting.indices {
            let line = turn
            turn = turn + 1 == waiting.count ? 0 : turn + 1
            if let entry = waiting[line].popFirst() { return serve(entry, of: line, at: now) }
        }
        return nil
    }

    /// Empties the queue.
    mutating func takeAll() -> [Piece] {
        defer {
            begun = []
            for line in waiting.indices { (waiting[line], lines[line].waiting) = ([], 0) }
        }
        return begun.map(\.piece) + waiting.flatMap { $0.map(\.piece) }
    }

    private mutating func serve(_ entry: Entry, of line: Int, at now: Duration) -> Next {
        let waited = now - entry.since
        lines[line].waiting -= 1
        guard waited <= patience else {
            lines[line].overdue += 1
            return .overdue(entry.piece)
        }
        lines[line].served += 1
        lines[line].waited += waited
        return .work(entry.piece)
    }
}
