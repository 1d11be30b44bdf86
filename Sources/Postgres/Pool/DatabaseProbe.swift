package import Reactor

/// Asks the database one question over a connection made for it: name, network, login and answer, all under one limit.
///
/// What a pool would hide shows here: a pooled connection stays green when nobody could open another one.
package struct DatabaseProbe: Sendable {
    package let target: DatabaseTarget
    package let session: SessionSettings
    package let resolver: NameResolver

    package init(target: DatabaseTarget, session: SessionSettings = SessionSettings(), resolver: NameResolver) {
        self.target = target
        self.session = session
        self.resolver = resolver
    }

    /// - Parameter limit: For everything together. Production uses 1.2 s.
    package func read<Row>(
        _ query: ReadQuery<Row>, _ values: [SQLValue] = [], within limit: Duration, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [Row] {
        guard query.statement.accepts(values) else {
            throw DatabaseError(.invalidParameters, statement: query.statement.name)
        }
        let deadline = loop.now + limit
        let address = try await address(within: limit, on: loop)
        let once = ProbeSession()
        return try await withCheckedContinuation { continuation in
            let statement = query.statement
            once.begin(self, address, deadline, .run(statement, ParameterList(values)), on: loop) {
                continuation.resume(returning: statement.decoded($0, query.decode))
            }
        }.get()
    }

    private func address(within limit: Duration, on loop: isolated EventLoop) async throws(DatabaseError) -> String? {
        do throws(ResolutionFailure) {
            return try await target.addresses(resolver, within: limit, on: loop).first
        } catch {
            throw DatabaseError(.unreachable, isSafeToRetry: true, serverMessage: "\(error)")
        }
    }
}

/// One session that is asked one thing and closed; answers exactly once.
private final class ProbeSession {
    private var session: ServerSession?
    private var complete: AnswerHandler?

    func begin(
        _ probe: DatabaseProbe, _ address: String?, _ deadline: Duration, _ command: PendingQuery.Command,
        on loop: isolated EventLoop, _ complete: @escaping AnswerHandler
    ) {
        self.complete = complete
        let session = ServerSession(target: probe.target, address: address, settings: probe.session) { [self] event in
            switch event {
            case .ready: ask(command, deadline, on: loop)
            case .roleChanged: break
            case .ended(let error): answer(.failed(error))
            }
        }
        self.session = session
        session.start(within: max(.zero, deadline - loop.now), on: loop)
    }

    private func ask(_ command: PendingQuery.Command, _ deadline: Duration, on loop: isolated EventLoop) {
        session?.send(
            PendingQuery(commands: [command], deadline: deadline) { [self] result in
                answer(result)
                session?.end(DatabaseError(.closed), on: loop)
            }, on: loop)
    }

    private func answer(_ answer: consuming Answer) {
        let complete = complete.take()
        complete?(answer)
    }
}
