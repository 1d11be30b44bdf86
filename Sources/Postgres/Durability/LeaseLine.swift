internal import DequeModule
internal import Reactor

/// Connections that are taken whole for one write at a time, and the line of those who wait for one.
///
/// A write that waits for the other region would hold up everything behind it on a shared connection.
final class LeaseLine {
    private struct Waiter {
        let deadline: Duration
        let take: (DatabaseConnection?) -> Void
    }

    private let countMax: Int
    private var connections: [DatabaseConnection] = []
    private var taken: Set<ObjectIdentifier> = []
    private var waiters: Deque<Waiter> = []
    private let deadlines = EarliestTimer()

    init(count: Int) { countMax = max(1, count) }

    /// Calls `take` once: with a ready connection, or with nil when the deadline passes or too many wait.
    func acquire(
        until deadline: Duration, on loop: isolated EventLoop, make: () -> DatabaseConnection,
        take: @escaping (DatabaseConnection?) -> Void
    ) {
        guard waiters.count < Limits.waitingMax else { return take(nil) }
        waiters.append(Waiter(deadline: deadline, take: take))
        deadlines.arm(at: deadline, on: loop) { [weak self] in self?.failOverdue(on: loop) }
        handOut()
        if !waiters.isEmpty && connections.count < countMax {
            let connection = make()
            connections.append(connection)
            connection.open(on: loop)
        }
    }

    func release(_ connection: DatabaseConnection) {
        taken.remove(ObjectIdentifier(connection))
        handOut()
    }

    /// Gives whatever is ready and free to whoever has waited longest.
    func handOut() {
        while !waiters.isEmpty {
            let free = connections.first { $0.isReady && !taken.contains(ObjectIdentifier($0)) }
            guard let free else { return }
            taken.insert(ObjectIdentifier(free))
            waiters.removeFirst().take(free)
        }
    }

    func serverWasSeen(on loop: isolated EventLoop) {
        for connection in connections { connection.serverWasSeen(on: loop) }
    }

    func close(on loop: isolated EventLoop) {
        deadlines.disarm(on: loop)
        for connection in connections { connection.close(on: loop) }
        let left = waiters
        waiters = []
        for waiter in left { waiter.take(nil) }
    }

    private func failOverdue(on loop: isolated EventLoop) {
        let overdue = waiters.filter { $0.deadline <= loop.now }
        waiters.removeAll { $0.deadline <= loop.now }
        if let next = waiters.lazy.map(\.deadline).min() {
            deadlines.arm(at: next, on: loop) { [weak self] in self?.failOverdue(on: loop) }
        }
        for waiter in overdue { waiter.take(nil) }
    }
}
