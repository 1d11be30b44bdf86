package import Bytes
package import Postgres
package import Reactor

/// Asks for keys in groups: what arrives in one turn of the loop, or while a query is under way, shares the next query.
///
/// At low load each request has its own query and waits for nobody; at high load one query carries hundreds of keys,
/// which costs the database a fraction of as many single ones (docs/decisions/0023-grouped-lookups.md). A key that is
/// being asked for already is not asked for twice.
package final class KeyLookup: TurnEndHandler {
    /// Key IDs one query carries, unless one asker alone wants more.
    package static let groupMax = 1_024

    /// Key IDs that are worth a second query while one is under way: below, a query's own cost outweighs the wait.
    package static let groupWorthwhile = 32

    /// Key IDs that wait to be sent: about one second of the database's work (performance.md §3).
    package static let waitingMax = 65_536

    private let database: Database
    private let limit: Duration
    private let queriesMax: Int
    private var questions: [KeyID: KeyQuestion] = [:]
    private var waiting: [[KeyID]] = []
    private var waitingCount = 0
    private var underWayCount = 0
    /// Asks that need no query: for nothing, or one too many.
    private var settled: [(ask: KeyAsk, error: DatabaseError?)] = []
    private var isGathering = false
    private var timer: TimerID?
    private var reader = ContentKeyReader()

    /// - Parameter limit: From asking to the answer, for each asker.
    package init(_ database: Database, within limit: Duration) {
        self.database = database
        self.limit = limit
        queriesMax = max(1, min(database.settings.connectionCount, Limits.connectionsMax))
    }

    /// The rows of `keyIDs`, in any order, of any site; those that do not exist are left out.
    package func rows(
        of keyIDs: [KeyID], on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [ContentKeyRow] {
        try await withCheckedContinuation { continuation in
            rows(of: keyIDs, on: loop) { continuation.resume(returning: $0) }
        }.get()
    }

    /// The same without a task: `then` is called once, on the loop, and never before this returns.
    @discardableResult
    package func rows(
        of keyIDs: [KeyID], on loop: isolated EventLoop,
        then: @escaping (Result<[ContentKeyRow], DatabaseError>) -> Void
    ) -> KeyAsk {
        let ask = KeyAsk(deadline: loop.now + limit, then: then)
        gather(on: loop)
        guard !keyIDs.isEmpty, keyIDs.count <= Self.waitingMax - waitingCount else {
            settled.append((ask, keyIDs.isEmpty ? nil : DatabaseError(.overloaded, isSafeToRetry: true)))
            return ask
        }
        add(ask, for: keyIDs)
        armTimer(at: ask.deadline, on: loop)
        return ask
    }
}

// MARK: Groups

extension KeyLookup {
    private func add(_ ask: KeyAsk, for keyIDs: [KeyID]) {
        // An asker's keys are not spread over two queries.
        if (waiting.last?.count ?? Self.groupMax) + keyIDs.count > Self.groupMax { waiting.append([]) }
        for keyID in keyIDs {
            guard questions[keyID]?.join(ask) == nil else { continue }
            questions[keyID] = KeyQuestion(of: ask)
            waiting[waiting.count - 1].append(keyID)
            waitingCount += 1
        }
    }

    /// Sends when everything of this turn has been asked.
    private func gather(on loop: isolated EventLoop) {
        guard !isGathering else { return }
        isGathering = true
        loop.atTurnEnd(self)
    }

    package func turnEnded(on loop: isolated EventLoop) {
        isGathering = false
        sendGroups(on: loop)
        var settled: [(ask: KeyAsk, error: DatabaseError?)] = []
        swap(&settled, &self.settled)
        for (ask, error) in settled { ask.settle(error) }
    }

    private func sendGroups(on loop: isolated EventLoop) {
        while underWayCount < queriesMax, let next = waiting.first {
            guard underWayCount == 0 || next.count >= Self.groupWorthwhile else { return }
            waiting.removeFirst()
            waitingCount -= next.count
            let group = wanted(of: next)
            if !group.isEmpty { send(group, on: loop) }
        }
    }

    /// Without those whose askers have all gone.
    private func wanted(of group: [KeyID]) -> [KeyID] {
        group.filter { keyID in
            if questions[keyID]?.isWanted == true { return true }
            questions[keyID] = nil
            return false
        }
    }

    private func send(_ group: [KeyID], on loop: isolated EventLoop) {
        underWayCount += 1
        database.read(
            ContentKeyRow.byKeyIDs, [.uuids(group.map { $0.value })], within: limit, on: loop,
            each: { [self] row throws(RowError) in try take(row) },
            then: { [self] error in
                underWayCount -= 1
                if !waiting.isEmpty { gather(on: loop) }
                // All are taken out first: who is told may ask again at once, and that is a new question.
                for question in group.compactMap({ questions.removeValue(forKey: $0) }) {
                    finish(question, error)
                }
            })
    }

    /// A row that this program cannot read is its own key's failure.
    private func take(_ row: borrowing ResultRow) throws(RowError) {
        let keyID = KeyID(try row.uuid(0))
        do throws(RowError) {
            let found = try reader.read(row)
            questions[keyID]?.forEachAsker { $0.take(found) }
        } catch {
            let name = ContentKeyRow.byKeyIDs.statement.name
            questions[keyID]?.failure = DatabaseError(.unexpectedAnswer(error), statement: name)
        }
    }

    private func finish(_ question: KeyQuestion, _ error: DatabaseError?) {
        if let error = error ?? question.failure {
            question.forEachAsker { $0.fail(error) }
        } else {
            question.forEachAsker { $0.finishOne() }
        }
    }
}

// MARK: Deadlines

extension KeyLookup {
    /// One timer for all: it fires about once in each limit, however many ask.
    private func armTimer(at deadline: Duration, on loop: isolated EventLoop) {
        guard timer == nil else { return }
        timer = loop.schedule(after: max(.zero, deadline - loop.now)) { [weak self] in
            self?.timer = nil
            self?.failOverdue(on: loop)
        }
    }

    private func failOverdue(on loop: isolated EventLoop) {
        var overdue: [KeyAsk] = []
        var next: Duration?
        for question in questions.values {
            question.forEachAsker { ask in
                guard ask.isWaiting else { return }
                if ask.deadline <= loop.now {
                    overdue.append(ask)
                } else {
                    next = min(next ?? ask.deadline, ask.deadline)
                }
            }
        }
        if let next { armTimer(at: next, on: loop) }
        let kind: DatabaseError.Kind = database.isReachable ? .deadlineExceeded : .unreachable
        for ask in overdue { ask.fail(DatabaseError(kind)) }
    }
}
