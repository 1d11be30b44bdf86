internal import Synchronization

/// What became of lines, for whoever asks on another thread.
package final class LineCounts: Sendable {
    private let writtenCount = Atomic<Int>(0)
    private let droppedCount = Atomic<Int>(0)

    package init() {}

    package var written: Int { writtenCount.load(ordering: .relaxed) }
    /// For lack of room, or because they could not be written.
    package var dropped: Int { droppedCount.load(ordering: .relaxed) }

    func note(written lines: Int) { writtenCount.add(lines, ordering: .relaxed) }
    func note(dropped lines: Int) { droppedCount.add(lines, ordering: .relaxed) }
}
