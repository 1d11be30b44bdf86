internal import Reactor
internal import Synchronization

/// How often the server was told to read its files again, and what came of it.
final class ReloadState: Sendable {
    let applied = Atomic<Int>(0)
    let refused = Atomic<Int>(0)
    /// Of the last one that was applied, in milliseconds since 1970; 0 before the first.
    private let lastApplied = Atomic<Int64>(0)

    func noteApplied() {
        applied.add(1, ordering: .relaxed)
        lastApplied.store(EventLoop.wallMilliseconds(), ordering: .relaxed)
    }

    func noteRefused() { refused.add(1, ordering: .relaxed) }

    /// Since 1970.
    var appliedAt: Duration? {
        let milliseconds = lastApplied.load(ordering: .relaxed)
        return milliseconds == 0 ? nil : .milliseconds(milliseconds)
    }
}
