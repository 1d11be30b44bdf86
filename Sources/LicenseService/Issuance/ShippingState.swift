internal import Reactor
internal import Synchronization

/// How far the records have come on their way to the primary; written by the first loop, read by whoever asks.
final class ShippingState: Sendable {
    let shipped = Atomic<Int>(0)
    let failures = Atomic<Int>(0)
    /// Durable and not in the primary, of all journals in the folder.
    let unshipped = Atomic<Int>(0)
    /// When the oldest of them was issued, in milliseconds since 1970; 0 when there is none.
    private let oldest = Atomic<Int64>(0)
    private let words = Lock(Words())

    /// What an operator is told beside the numbers.
    struct Words: Equatable, Sendable {
        /// The database that took the last batch.
        var primary: String?
        /// Why the last attempt failed; nil when it did not.
        var problem: String?
    }

    func noteOldest(issuedAtMilliseconds: Int64?) { oldest.store(issuedAtMilliseconds ?? 0, ordering: .relaxed) }

    /// How long the oldest record has waited; zero when none does.
    var oldestAge: Duration {
        let issuedAt = oldest.load(ordering: .relaxed)
        return issuedAt == 0 ? .zero : .milliseconds(max(0, EventLoop.wallMilliseconds() - issuedAt))
    }

    var said: Words { words.withLock { $0 } }
    func say(_ change: (inout Words) -> Void) { words.withLock { change(&$0) } }
}
