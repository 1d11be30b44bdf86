internal import DequeModule
package import Reactor

/// One loop's way to its database: a few pipelined connections, and the role the server has by its own word.
///
/// Lives on its loop. A query is answered exactly once, and not later than its time limit by more than a turn of the
/// loop.
package final class Database {
    package let settings: DatabaseSettings
    let resolver: NameResolver
    private let makeRandom: () -> any RandomNumberGenerator
    private var connections: [DatabaseConnection] = []
    private var waiting: Deque<DatabaseRequest> = []
    private let waitingDeadlines = EarliestTimer()
    private var isClosed = false
    private(set) lazy var leases = LeaseLine(count: settings.durableConnectionCount)
    var counted = DatabaseStatistics()

    /// What the server is, since when on the loop's clock; nil until it first answered.
    package private(set) var role: (role: DatabaseRole, since: Duration)?
    /// Told after every change, also of the first.
    package var onRoleChange: ((DatabaseRole) -> Void)?
    /// Told of every lost or failed connection; the error's `serverMessage` is for the log.
    package var onLoss: ((DatabaseError) -> Void)?

    /// - Parameter makeRandom: Where the jitter of reconnecting comes from. Tests pass a seeded generator.
    package init(
        _ settings: DatabaseSettings, resolver: NameResolver,
        makeRandom: @escaping () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() }
    ) {
        self.settings = settings
        self.resolver = resolver
        self.makeRandom = makeRandom
    }

    /// Some connection has answered lately and none of its deadlines has passed since.
    package var isReachable: Bool { connections.contains { $0.isReady } }

    package var statistics: DatabaseStatistics {
        var statistics = counted
        statistics.inFlight = connections.reduce(0) { $0 + $1.inFlightCount }
        statistics.waiting = waiting.count
        statistics.ready = connections.count { $0.isReady }
        return statistics
    }

    /// Begins to connect and goes on for ever.
    package func open(on loop: isolated EventLoop) {
        guard connections.isEmpty, !isClosed else { return }
        for _ in 0..<max(1, min(settings.connectionCount, Limits.connectionsMax)) {
            let connection = makeConnection(on: loop) { [weak self] in self?.dispatchWaiting(on: loop) }
            connections = connections + [connection]
            connection.open(on: loop)
        }
    }

    /// Ends every connection; what is under way or waiting fails.
    package func close(on loop: isolated EventLoop) {
        isClosed = true
        waitingDeadlines.disarm(on: loop)
        for connection in connections { connection.close(on: loop) }
        leases.close(on: loop)
        let left = waiting
        waiting = []
        for request in left { request.fail(.closed, isSafeToRetry: true) }
    }

    /// Tries again at once instead of waiting out a pause: somebody, a probe for one, has seen the server answer.
    package func serverWasSeen(on loop: isolated EventLoop) {
        for connection in connections { connection.serverWasSeen(on: loop) }
        leases.serverWasSeen(on: loop)
    }

    /// Asks at once what the server is, and not with the next ping: somebody else has seen it become something else.
    package func roleWasSeenToChange(on loop: isolated EventLoop) {
        serverWasSeen(on: loop)
        for connection in connections { connection.askForRole(on: loop) }
    }

    func makeConnection(
        on loop: isolated EventLoop, whenReady: @escaping () -> Void
    ) -> DatabaseConnection {
        DatabaseConnection(settings: settings, resolver: resolver, random: makeRandom()) { [weak self] event in
            switch event {
            case .ready:
                self?.counted.connects += 1
                whenReady()
            case .roleReported(let role): self?.roleReported(role, on: loop)
            case .lost(let error):
                self?.counted.losses += 1
                self?.onLoss?(error)
            }
        }
    }

    func roleReported(_ reported: DatabaseRole, on loop: isolated EventLoop) {
        guard role?.role != reported else { return }
        role = (reported, loop.now)
        onRoleChange?(reported)
    }
}

// MARK: Requests

extension Database {
    /// Sends a request where the least is under way, or lets it wait for a connection within its own time.
    func submit(_ request: DatabaseRequest, on loop: isolated EventLoop) {
        guard !isClosed else { return request.fail(.closed, isSafeToRetry: true) }
        guard request.deadline > loop.now else { return request.fail(.deadlineExceeded, isSafeToRetry: true) }
        guard request.command.byteCount <= Limits.parameterBytesMax else {
            return request.fail(.invalidParameters, isSafeToRetry: false)
        }
        // A write never reaches a database in recovery.
        guard request.access == .read || role?.role != .replica else {
            return request.fail(.readOnly, isSafeToRetry: true)
        }
        if let connection = leastBusy() { return send(request, through: connection, on: loop) }
        guard waiting.count < Limits.waitingMax else { return request.fail(.overloaded, isSafeToRetry: true) }
        waiting.append(request)
        armWaitingDeadline(request.deadline, on: loop)
    }

    private func leastBusy() -> DatabaseConnection? {
        connections.lazy.filter { $0.isReady && $0.inFlightCount < Limits.inFlightMax }
            .min { $0.inFlightCount < $1.inFlightCount }
    }

    private func send(_ request: DatabaseRequest, through connection: DatabaseConnection, on loop: isolated EventLoop) {
        counted.queries += 1
        let query = PendingQuery(commands: [request.command], deadline: request.deadline) { [weak self] answer in
            guard let self else { return request.complete(answer) }
            switch consume answer {
            case .result(let result, let isUnconfirmed):
                request.complete(.result(result, isUnconfirmed: isUnconfirmed))
            case .failed(let error): failed(request, error, on: loop)
            }
            if !waiting.isEmpty { dispatchWaiting(on: loop) }
        }
        connection.send(query, on: loop)
    }

    private func failed(_ request: DatabaseRequest, _ error: DatabaseError, on loop: isolated EventLoop) {
        if error.kind == .readOnly { roleReported(.replica, on: loop) }
        if let again = request.retry(after: error) {
            counted.retries += 1
            return submit(again, on: loop)
        }
        counted.errors += 1
        request.complete(.failed(error))
    }

    private func dispatchWaiting(on loop: isolated EventLoop) {
        while let request = waiting.first, let connection = leastBusy() {
            waiting.removeFirst()
            if request.access == .write && role?.role == .replica {
                request.fail(.readOnly, isSafeToRetry: true)
            } else {
                send(request, through: connection, on: loop)
            }
        }
    }

    private func armWaitingDeadline(_ deadline: Duration, on loop: isolated EventLoop) {
        waitingDeadlines.arm(at: deadline, on: loop) { [weak self] in self?.failOverdue(on: loop) }
    }

    private func failOverdue(on loop: isolated EventLoop) {
        let overdue = waiting.filter { $0.deadline <= loop.now }
        waiting.removeAll { $0.deadline <= loop.now }
        if let next = waiting.lazy.map(\.deadline).min() { armWaitingDeadline(next, on: loop) }
        for request in overdue { request.fail(.unreachable, isSafeToRetry: true) }
    }
}
