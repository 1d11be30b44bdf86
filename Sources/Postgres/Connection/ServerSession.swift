internal import DequeModule
internal import Reactor

/// One connection to one server, from its first packet to its loss; it never comes back, another one takes its place.
///
/// Lives on one loop. Whatever happens, every query handed to `send` is answered exactly once.
final class ServerSession: EventHandler {
    enum Phase: Equatable {
        case connecting
        case ready
        case ended
    }

    enum Event: Equatable {
        case ready
        /// The server's role is another than with the answer before.
        case roleChanged
        case ended(DatabaseError)
    }

    private(set) var phase = Phase.connecting
    /// As of the last answer.
    private(set) var role: DatabaseRole?
    private(set) var lastAnswerAt = Duration.zero
    private var connection: LibpqConnection
    private var pipeline = Pipeline()
    private var pending: Deque<PendingQuery> = []
    /// The answer to the query in front, until its transaction is over.
    private var keptResult: QueryResult?
    private var watch: (watch: Watch, descriptor: CInt, interest: Interest)?
    private let deadlines = EarliestTimer()
    private var onEvent: ((Event) -> Void)?

    /// - Parameter address: A numeric address; nil for a Unix socket, which has none.
    init(target: DatabaseTarget, address: String?, settings: SessionSettings, onEvent: @escaping (Event) -> Void) {
        connection = LibpqConnection(connectingWith: target.parameters(address: address, settings: settings))
        self.onEvent = onEvent
    }

    var inFlightCount: Int { pending.count }
    var backendProcess: Int32 { connection.backendProcess }

    /// Goes on until `ready` or `ended` is told; neither is told from within this call.
    func start(within limit: Duration, on loop: isolated EventLoop) {
        let due = loop.now + limit
        deadlines.arm(at: due, on: loop) { [weak self] in
            self?.end(DatabaseError(.deadlineExceeded, isSafeToRetry: true), on: loop)
        }
        // libpq asks to begin as if PQconnectPoll had said "writing".
        watchDescriptor(for: .writable, on: loop)
    }

    func ready(_ readiness: Readiness, on loop: isolated EventLoop) {
        switch phase {
        case .connecting: continueConnecting(on: loop)
        case .ready: exchange(on: loop)
        case .ended: break
        }
    }

    /// Ends the session: what is under way fails with "connection lost", because what became of it is not known.
    func end(_ reason: DatabaseError, on loop: isolated EventLoop) {
        guard phase != .ended else { return }
        phase = .ended
        deadlines.disarm(on: loop)
        if let watch { loop.unwatch(watch.watch) }
        watch = nil
        connection.close()
        keptResult = nil
        let (lost, tell) = (pending, onEvent)
        (pending, onEvent) = ([], nil)
        // First the owner, so that a query tried again at once does not come back here.
        tell?(.ended(reason))
        for query in lost {
            let kind: DatabaseError.Kind = query.deadline <= loop.now ? .deadlineExceeded : .connectionLost
            query.fail(kind, isSafeToRetry: false, message: reason.serverMessage)
        }
    }
}

// MARK: Connecting

extension ServerSession {
    private func continueConnecting(on loop: isolated EventLoop) {
        switch connection.continueConnecting() {
        case .wantsReading: watchDescriptor(for: .readable, on: loop)
        case .wantsWriting: watchDescriptor(for: .writable, on: loop)
        case .failed:
            let words = connection.errorMessage
            end(DatabaseError(.unreachable, isSafeToRetry: true, serverMessage: words), on: loop)
        case .connected: enterService(on: loop)
        }
    }

    private func enterService(on loop: isolated EventLoop) {
        deadlines.disarm(on: loop)
        guard connection.enterPipelineMode() else { return giveUp(on: loop) }
        phase = .ready
        lastAnswerAt = loop.now
        readRole()
        watchDescriptor(for: .readable, on: loop)
        if phase == .ready { onEvent?(.ready) }
    }

    /// libpq may have opened another socket since we last looked, even under the same number.
    private func watchDescriptor(for interest: Interest, on loop: isolated EventLoop) {
        let descriptor = connection.descriptor
        if let watch, watch.descriptor == descriptor, phase == .ready {
            guard watch.interest != interest else { return }
            guard (try? loop.change(watch.watch, to: interest)) != nil else { return giveUp(on: loop) }
            self.watch = (watch.watch, descriptor, interest)
            return
        }
        if let watch { loop.unwatch(watch.watch) }
        watch = nil
        guard descriptor >= 0, let new = try? loop.watch(descriptor, for: interest, handler: self) else {
            return giveUp(on: loop)
        }
        watch = (new, descriptor, interest)
    }

    private func giveUp(on loop: isolated EventLoop) {
        end(DatabaseError(.connectionLost, serverMessage: connection.errorMessage), on: loop)
    }
}

// MARK: Asking

extension ServerSession {
    /// Sends a query behind those already sent; its answer comes in the same order.
    func send(_ query: PendingQuery, on loop: isolated EventLoop) {
        guard phase == .ready else { return query.fail(.unreachable, isSafeToRetry: true) }
        pending.append(query)
        let isSent = transmit(query.commands)
        deadlines.arm(at: query.deadline, on: loop) { [weak self] in self?.queryDeadlinePassed(on: loop) }
        guard isSent else { return giveUp(on: loop) }
        flush(on: loop)
    }

    private func transmit(_ commands: [PendingQuery.Command]) -> Bool {
        var isSent = true
        var rest = commands[...]
        for step in pipeline.begin(commands.map(\.name)) {
            switch (step, rest.first) {
            case (.prepare, .run(let statement, _)?): isSent = isSent && connection.prepare(statement)
            case (.execute, .run(let statement, let parameters)?):
                isSent = isSent && connection.execute(statement.name, parameters)
                rest.removeFirst()
            case (.execute, .nothing?):
                isSent = isSent && connection.executeNothing()
                rest.removeFirst()
            case (.prepare, .nothing?), (_, nil): isSent = false
            }
        }
        return isSent && connection.synchronize()
    }

    private func flush(on loop: isolated EventLoop) {
        guard phase == .ready else { return }
        switch connection.flush() {
        case 0: watchDescriptor(for: .readable, on: loop)
        case 1: watchDescriptor(for: [.readable, .writable], on: loop)
        default: giveUp(on: loop)
        }
    }

    /// A server that is stopped acknowledges every packet and answers none: only our own clock ends that.
    private func queryDeadlinePassed(on loop: isolated EventLoop) {
        guard let earliest = pending.lazy.map(\.deadline).min() else { return }
        guard earliest > loop.now else { return end(DatabaseError(.deadlineExceeded), on: loop) }
        deadlines.arm(at: earliest, on: loop) { [weak self] in self?.queryDeadlinePassed(on: loop) }
    }
}

// MARK: Answers

extension ServerSession {
    private func exchange(on loop: isolated EventLoop) {
        let isAlive = connection.consumeInput()
        // What arrived before the loss still counts.
        drain(on: loop)
        guard phase == .ready else { return }
        guard isAlive, !connection.isBroken else { return giveUp(on: loop) }
        flush(on: loop)
    }

    private func drain(on loop: isolated EventLoop) {
        while phase == .ready {
            let isBusy = connection.isBusy  // Parses what has been read, and so comes before the notices.
            for report in connection.takeNotices() { apply(pipeline.handle(.noticed(report)), on: loop) }
            guard !isBusy, pipeline.isExpectingAnswer else { return }
            step(on: loop)
        }
    }

    private func step(on loop: isolated EventLoop) {
        guard let result = connection.nextResult() else { return apply(pipeline.handle(.commandEnded), on: loop) }
        guard let event = Pipeline.Event(result) else { return giveUp(on: loop) }
        if event == .synchronized { readRole() }
        let effects = pipeline.handle(event)
        if effects == [.keepResult] { keptResult = consume result } else { apply(effects, on: loop) }
    }

    private func apply(_ effects: [Pipeline.Effect], on loop: isolated EventLoop) {
        for effect in effects {
            switch effect {
            case .keepResult: break  // Done where the result is at hand.
            case .finish(let outcome): finish(outcome, on: loop)
            case .giveUp: giveUp(on: loop)
            }
        }
    }

    private func finish(_ outcome: Pipeline.Outcome, on loop: isolated EventLoop) {
        guard var query = pending.popFirst() else { return giveUp(on: loop) }
        lastAnswerAt = loop.now
        let kept = keptResult.take()
        switch outcome {
        case .answered(let isUnconfirmed):
            guard let kept else { return query.fail(.unexpectedAnswer(nil), isSafeToRetry: false) }
            query.complete(.result(kept, isUnconfirmed: isUnconfirmed))
        case .failed(let report) where report.state == .invalidStatementName && !query.wasResent:
            for name in query.commands.compactMap(\.name) { pipeline.forget(name) }
            query.wasResent = true
            send(query, on: loop)
        case .failed(let report):
            query.complete(.failed(report.error(statement: query.name, on: role)))
        }
    }

    private func readRole() {
        let reported = DatabaseRole(
            inHotStandby: connection.parameterStatus("in_hot_standby"),
            defaultReadOnly: connection.parameterStatus("default_transaction_read_only"))
        guard reported != role else { return }
        role = reported
        onEvent?(.roleChanged)
    }
}
