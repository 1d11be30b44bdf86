internal import Synchronization

/// What another thread has made for a loop.
protocol Delivery: AnyObject, Sendable {
    /// On the loop, among its events.
    func arrive(on loop: isolated EventLoop)
}

/// What other threads have made for a loop and it has not taken yet.
struct Deliveries: ~Copyable, Sendable {
    private let inbox = Lock<[any Delivery]>([])
    /// Whether there is anything, so that a turn without takes no lock.
    private let hasAny = Atomic<Bool>(false)

    /// - Returns: Whether the loop has to be woken: the first since it last looked does that, the rest ride along.
    func add(_ delivery: any Delivery) -> Bool {
        inbox.withLock { waiting in
            defer {
                waiting.append(delivery)
                hasAny.store(true, ordering: .releasing)
            }
            return waiting.isEmpty
        }
    }

    func take() -> [any Delivery] {
        guard hasAny.load(ordering: .acquiring) else { return [] }
        return inbox.withLock { waiting in
            hasAny.store(false, ordering: .relaxed)
            defer { waiting = [] }
            return waiting
        }
    }
}
