package import Reactor

extension Database {
    /// Reads from whatever the database is, primary or replica.
    ///
    /// Sent again once when a standby's replay canceled it or the connection was lost under it, within the same limit.
    ///
    /// - Parameter limit: From now to the answer, waiting for a connection included.
    package func read<Row>(
        _ query: ReadQuery<Row>, _ values: [SQLValue] = [], within limit: Duration, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [Row] {
        try await withCheckedContinuation { continuation in
            read(query, values, within: limit, on: loop) { continuation.resume(returning: $0) }
        }.get()
    }

    /// The same without a task: `then` is called once, on the loop, possibly before this returns.
    package func read<Row>(
        _ query: ReadQuery<Row>, _ values: [SQLValue] = [], within limit: Duration, on loop: isolated EventLoop,
        then: @escaping (Result<[Row], DatabaseError>) -> Void
    ) {
        ask(query.statement, values, .read, limit, on: loop) { then(query.statement.decoded($0, query.decode)) }
    }

    /// The same for rows that are taken where they lie: no array is made of them.
    package func read<Row>(
        _ query: ReadQuery<Row>, _ values: [SQLValue], within limit: Duration, on loop: isolated EventLoop,
        each take: @escaping (borrowing ResultRow) throws(RowError) -> Void,
        then: @escaping (DatabaseError?) -> Void
    ) {
        ask(query.statement, values, .read, limit, on: loop) { then(query.statement.failure(of: $0, each: take)) }
    }

    /// Writes to the primary, durable in this region only; a replica refuses before anything is sent.
    package func write<Row>(
        _ query: WriteQuery<Row>, _ values: [SQLValue] = [], within limit: Duration, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [Row] {
        try await withCheckedContinuation { continuation in
            ask(query.statement, values, .write, limit, on: loop) {
                continuation.resume(returning: query.statement.decoded($0, query.decode))
            }
        }.get()
    }

    private func ask(
        _ statement: Statement, _ values: [SQLValue], _ access: DatabaseRequest.Access, _ limit: Duration,
        on loop: isolated EventLoop, _ complete: @escaping AnswerHandler
    ) {
        guard statement.accepts(values) else {
            return complete(.failed(DatabaseError(.invalidParameters, statement: statement.name)))
        }
        let command = PendingQuery.Command.run(statement, ParameterList(values))
        submit(
            DatabaseRequest(command: command, access: access, deadline: loop.now + limit, complete: complete), on: loop)
    }
}

extension Statement {
    func failure(
        of answer: consuming Answer, each take: (borrowing ResultRow) throws(RowError) -> Void
    ) -> DatabaseError? {
        switch consume answer {
        case .failed(let error): return error
        case .result(let result, _):
            do throws(RowError) {
                try result.forEachRow(take)
                return nil
            } catch {
                return DatabaseError(.unexpectedAnswer(error), statement: name)
            }
        }
    }

    func decoded<Row>(
        _ answer: consuming Answer, _ decode: (borrowing ResultRow) throws(RowError) -> Row
    ) -> Result<[Row], DatabaseError> {
        switch consume answer {
        case .failed(let error): return .failure(error)
        case .result(let result, _):
            do throws(RowError) {
                return .success(try result.rows(decode))
            } catch {
                return .failure(DatabaseError(.unexpectedAnswer(error), statement: name))
            }
        }
    }
}
