import Testing

@testable import Reactor

@Suite("Work that waits")
struct WorkQueueTests {
    /// What is served next, in words.
    private func next(_ queue: inout WorkQueue<String>, at now: Duration = .zero) -> String? {
        switch queue.next(at: now) {
        case .work(let piece): piece
        case .overdue(let piece): "too late: \(piece)"
        case nil: nil
        }
    }

    @Test("a full line refuses, and the other lines do not notice")
    func boundsEachLine() {
        var queue = WorkQueue<String>(lineCount: 2, waitingMax: 2, patience: .seconds(1))
        let taken = ["a", "b", "c"].map { queue.add($0, to: 0, at: .zero) } + [queue.add("z", to: 1, at: .zero)]

        #expect(taken == [true, true, false, true])
        #expect(queue.lines.map(\.refused) == [1, 0])
        #expect(queue.lines.map(\.waiting) == [2, 1])
    }

    @Test("lines are served in turn, however long one of them is")
    func servesInTurn() {
        var queue = WorkQueue<String>(lineCount: 3, waitingMax: 100, patience: .seconds(1))
        for piece in ["a1", "a2", "a3", "a4"] { _ = queue.add(piece, to: 0, at: .zero) }
        for piece in ["c1", "c2"] { _ = queue.add(piece, to: 2, at: .zero) }

        let served = (0..<7).map { _ in next(&queue) }

        #expect(served == ["a1", "c1", "a2", "c2", "a3", "a4", nil])
    }

    @Test("what was begun goes first, and is taken when its line is full")
    func goesOnFirst() {
        var queue = WorkQueue<String>(lineCount: 1, waitingMax: 1, patience: .seconds(1))
        _ = queue.add("new", to: 0, at: .zero)
        queue.goOn(with: "begun", of: 0)

        let waiting = queue.lines[0].waiting
        let served = [next(&queue), next(&queue)]

        #expect(waiting == 2)
        #expect(served == ["begun", "new"])
        #expect(queue.lines[0].waiting == 0)
    }

    @Test("what has waited longer than anybody would is given up, and counted apart")
    func losesPatience() {
        var queue = WorkQueue<String>(lineCount: 1, waitingMax: 9, patience: .seconds(1))
        _ = queue.add("old", to: 0, at: .zero)
        _ = queue.add("new", to: 0, at: .milliseconds(500))

        let served = (0..<2).map { _ in next(&queue, at: .milliseconds(1_001)) }

        #expect(served == ["too late: old", "new"])
        #expect(queue.lines[0].overdue == 1)
        #expect(queue.lines[0].served == 1)
        #expect(queue.lines[0].waited == .milliseconds(501))
    }
}
