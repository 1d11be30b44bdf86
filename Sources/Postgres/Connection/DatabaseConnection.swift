internal import Reactor

/// One place in the pool: a session to the server, and another one after every loss.
final class DatabaseConnection {
    enum Event: Equatable {
        case ready
        /// The server has just said what it is.
        case roleReported(DatabaseRole)
        case lost(DatabaseError)
    }

    private let settings: DatabaseSettings
    private let resolver: NameResolver
    private var random: any RandomNumberGenerator
    private let onEvent: (Event) -> Void
    private var lifecycle = ConnectionLifecycle()
    private var session: ServerSession?
    private var addresses: [String] = []
    private var triedCount = 0
    private var timer: TimerID?

    init(
        settings: DatabaseSettings, resolver: NameResolver, random: any RandomNumberGenerator,
        onEvent: @escaping (Event) -> Void
    ) {
        self.settings = settings
        self.resolver = resolver
        self.random = random
        self.onEvent = onEvent
    }

    var isReady: Bool { lifecycle.phase == .ready && session?.phase == .ready }
    var role: DatabaseRole? { session?.role }
    var inFlightCount: Int { session?.inFlightCount ?? 0 }
    var backendProcess: Int32 { session?.backendProcess ?? 0 }

    func open(on loop: isolated EventLoop) { handle(.opened, on: loop) }
    func close(on loop: isolated EventLoop) { handle(.closed, on: loop) }

    /// Ends a pause between two tries: the server has been seen to answer.
    func serverWasSeen(on loop: isolated EventLoop) {
        if lifecycle.phase == .waiting { cancelTimer(on: loop) }
        handle(.serverSeen, on: loop)
    }

    /// Begins a new session; for one whose state is not known any more.
    func renew(on loop: isolated EventLoop) {
        session?.end(DatabaseError(.connectionLost), on: loop)
    }

    func send(_ query: PendingQuery, on loop: isolated EventLoop) {
        guard let session else { return query.fail(.unreachable, isSafeToRetry: true) }
        session.send(query, on: loop)
    }

    private func handle(_ event: ConnectionLifecycle.Event, on loop: isolated EventLoop) {
        for effect in lifecycle.handle(event) {
            switch effect {
            case .resolve(let epoch): resolve(epoch, on: loop)
            case .connect(let epoch): connect(epoch, on: loop)
            case .serve: serve(on: loop)
            case .wait(let attempt, let epoch): wait(attempt, epoch, on: loop)
            case .disconnect: disconnect(on: loop)
            }
        }
    }

    private func resolve(_ epoch: Int, on loop: isolated EventLoop) {
        if settings.target.isUnixSocket {
            addresses = []
            return handle(.resolved(epoch: epoch), on: loop)
        }
        Task {
            do throws(ResolutionFailure) {
                addresses = try await settings.target.addresses(resolver, within: settings.connectTimeout, on: loop)
                handle(.resolved(epoch: epoch), on: loop)
            } catch {
                onEvent(.lost(DatabaseError(.unreachable, isSafeToRetry: true, serverMessage: "\(error)")))
                handle(.resolutionFailed(epoch: epoch), on: loop)
            }
        }
    }

    private func connect(_ epoch: Int, on loop: isolated EventLoop) {
        // One address a try: libpq would give a silent first one all of our time.
        let address = addresses.isEmpty ? nil : addresses[triedCount % addresses.count]
        triedCount &+= 1
        let session = ServerSession(target: settings.target, address: address, settings: settings.session) { [self] in
            sessionReported($0, epoch, on: loop)
        }
        self.session = session
        session.start(within: settings.connectTimeout, on: loop)
    }

    private func sessionReported(_ event: ServerSession.Event, _ epoch: Int, on loop: isolated EventLoop) {
        switch event {
        case .ready: enter(epoch, on: loop)
        case .roleChanged: reportRole()
        case .ended(let reason):
            session = nil
            if lifecycle.phase != .closed { onEvent(.lost(reason)) }
            handle(.sessionEnded(epoch: epoch), on: loop)
        }
    }

    /// A replica that does not show yet what it has shown before is like one that is not there yet.
    private func enter(_ epoch: Int, on loop: isolated EventLoop) {
        guard let session, session.role == .replica else { return handle(.connected(epoch: epoch), on: loop) }
        let query = ReplayProgress.isCaughtUp
        let commands = [PendingQuery.Command.run(query.statement, ParameterList([]))]
        session.send(
            PendingQuery(commands: commands, deadline: loop.now + settings.pingTimeout) { [self, weak session] answer in
                switch query.statement.decoded(answer, query.decode) {
                case .success(let rows) where rows.first == true: handle(.connected(epoch: epoch), on: loop)
                case .success: session?.end(ReplayProgress.isBehind, on: loop)
                case .failure(let error): session?.end(error, on: loop)
                }
            }, on: loop)
    }

    private func reportRole() {
        if let role, isReady { onEvent(.roleReported(role)) }
    }

    private func serve(on loop: isolated EventLoop) {
        reportRole()
        schedulePing(on: loop)
        onEvent(.ready)
    }

    private func wait(_ attempt: Int, _ epoch: Int, on loop: isolated EventLoop) {
        cancelTimer(on: loop)
        let delay = reconnectDelay(
            attempt: attempt, base: settings.reconnectBase, cap: settings.reconnectCap, using: &random)
        timer = loop.schedule(after: delay) { [self] in
            timer = nil
            handle(.delayPassed(epoch: epoch), on: loop)
        }
    }

    private func disconnect(on loop: isolated EventLoop) {
        cancelTimer(on: loop)
        session?.end(DatabaseError(.closed), on: loop)
        session = nil
    }

    private func cancelTimer(on loop: isolated EventLoop) {
        if let timer { loop.cancel(timer) }
        timer = nil
    }
}

// MARK: The idle connection

extension DatabaseConnection {
    private func schedulePing(on loop: isolated EventLoop) {
        cancelTimer(on: loop)
        timer = loop.schedule(after: settings.pingInterval) { [weak self] in
            self?.timer = nil
            self?.pingIfIdle(on: loop)
        }
    }

    /// PostgreSQL tells of a promotion only with its next answer, so a silent connection must ask (reliability.md §3).
    private func pingIfIdle(on loop: isolated EventLoop) {
        guard let session, isReady else { return }
        if session.lastAnswerAt + settings.pingInterval <= loop.now { askForRole(on: loop) }
        if isReady { schedulePing(on: loop) }
    }

    /// Asks what the server is, unless an answer that says so is under way.
    func askForRole(on loop: isolated EventLoop) {
        guard let session, isReady, session.inFlightCount == 0 else { return }
        let deadline = loop.now + settings.pingTimeout
        session.send(
            PendingQuery(commands: [.nothing], deadline: deadline) { [weak self] answer in
                if case .result = answer { self?.reportRole() }
            }, on: loop)
    }
}

extension DatabaseTarget {
    /// The host's addresses in numbers; none for a Unix socket.
    func addresses(
        _ resolver: NameResolver, within limit: Duration, on loop: isolated EventLoop
    ) async throws(ResolutionFailure) -> [String] {
        if isUnixSocket { return [] }
        return try await resolver.addresses(of: host, port: port, within: limit, on: loop).map(\.host)
    }
}
