package import Reactor

extension Database {
    /// Writes to the primary and waits until a standby has replayed it, or until `bound` has passed: then the write
    /// stands and is durable here only.
    ///
    /// The statement and `synchronous_commit = remote_apply` share one implicit transaction, which commits at the sync.
    /// The server waits for its synchronous standbys, and `statement_timeout` does not end that wait; a cancel does.
    /// Where no standby is synchronous nothing waits, and `pg_stat_replication` is asked until it names one.
    ///
    /// - Parameters:
    ///   - limit: For a connection and the statement itself.
    ///   - bound: For the confirmation, from when the statement is sent.
    package func write<Row>(
        _ query: WriteQuery<Row>, _ values: [SQLValue] = [], within limit: Duration,
        confirmingWithin bound: Duration, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> DurableAnswer<Row> {
        guard query.statement.accepts(values) else {
            throw DatabaseError(.invalidParameters, statement: query.statement.name)
        }
        let write = PendingQuery.Command.run(query.statement, ParameterList(values))
        guard write.byteCount <= Limits.parameterBytesMax else {
            throw DatabaseError(.invalidParameters, statement: query.statement.name)
        }
        guard role?.role != .replica else {
            throw DatabaseError(.readOnly, isSafeToRetry: true, statement: query.statement.name)
        }
        let connection = try await lease(for: query.statement, until: loop.now + limit, on: loop)
        defer { leases.release(connection) }
        guard connection.role != .replica else {
            throw DatabaseError(.readOnly, isSafeToRetry: true, statement: query.statement.name)
        }
        let confirmedBy = loop.now + bound
        let (result, isUnconfirmed) = await committed(
            write, on: connection, deadline: confirmedBy + limit, bound: bound, on: loop
        ) { query.statement.decoded($0, query.decode) }
        if case .failure(let error) = result, error.kind == .readOnly { roleReported(.replica, on: loop) }
        let rows = try result.get()
        let standbys = await standbysConfirming(until: isUnconfirmed ? loop.now : confirmedBy, on: loop)
        return DurableAnswer(rows: rows, standbys: standbys)
    }

    /// The standbys that have replayed everything committed here so far: for the repeat of a request that wrote long
    /// ago.
    ///
    /// - Returns: Empty when none has, or when that cannot be found out in time.
    package func standbysHoldingEverything(
        within limit: Duration, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Set<String> {
        guard let position = try await read(LogPosition.current, within: limit, on: loop).first else { return [] }
        return try await standbysHolding(upTo: position, within: limit, on: loop)
    }

    /// The standbys that have replayed the log up to `position`.
    package func standbysHolding(
        upTo position: LogPosition, within limit: Duration, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Set<String> {
        Set(try await read(LogPosition.holders, [.int64(position.byte)], within: limit, on: loop))
    }
}

extension Database {
    /// How often `pg_stat_replication` is asked; a round trip between regions takes longer.
    private static let confirmationInterval: Duration = .milliseconds(10)

    private func lease(
        for statement: Statement, until deadline: Duration, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> DatabaseConnection {
        let leased = await withCheckedContinuation { continuation in
            leases.acquire(until: deadline, on: loop) {
                makeConnection(on: loop) { [weak self] in self?.leases.handOut() }
            } take: {
                continuation.resume(returning: $0.map(Leased.init))
            }
        }
        guard let leased else { throw DatabaseError(.unreachable, isSafeToRetry: true, statement: statement.name) }
        return leased.connection
    }

    /// Runs the write; when `bound` passes, ends the server's wait for its standbys.
    private func committed<Row: Sendable>(
        _ write: PendingQuery.Command, on connection: DatabaseConnection, deadline: Duration, bound: Duration,
        on loop: isolated EventLoop, decode: @escaping (consuming Answer) -> Result<[Row], DatabaseError>
    ) async -> (Result<[Row], DatabaseError>, isUnconfirmed: Bool) {
        counted.queries += 1
        var wasCanceled = false
        var timer: TimerID?
        let committed = await withCheckedContinuation { continuation in
            let commands: [PendingQuery.Command] = [.run(RemoteApply.statement, ParameterList([])), write]
            connection.send(
                PendingQuery(commands: commands, deadline: deadline) { answer in
                    let isUnconfirmed = answer.isUnconfirmed
                    continuation.resume(returning: (decode(answer), isUnconfirmed: isUnconfirmed))
                }, on: loop)
            timer = loop.schedule(after: bound) {
                wasCanceled = true
                self.cancel(connection.backendProcess, on: loop)
            }
        }
        if let timer { loop.cancel(timer) }
        // The signal may still be under way and must not hit the next write.
        if wasCanceled { connection.renew(on: loop) }
        if case .failure = committed.0 { counted.errors += 1 }
        return committed
    }

    private func cancel(_ process: Int32, on loop: isolated EventLoop) {
        read(RemoteApply.cancel, [.int32(process)], within: settings.pingTimeout, on: loop) { _ in }
    }

    /// Asks at least once, and then until somebody confirms or the time is up.
    private func standbysConfirming(until deadline: Duration, on loop: isolated EventLoop) async -> Set<String> {
        let limit = settings.pingTimeout
        do {
            guard let position = try await read(LogPosition.current, within: limit, on: loop).first else { return [] }
            while true {
                let standbys = try await standbysHolding(upTo: position, within: limit, on: loop)
                guard standbys.isEmpty, loop.now < deadline else { return standbys }
                try await loop.sleep(for: Self.confirmationInterval)
            }
        } catch {
            return []  // Not known is not confirmed.
        }
    }
}

/// Carries a connection out of a continuation; it never leaves its loop.
private struct Leased: @unchecked Sendable {
    let connection: DatabaseConnection
}

private enum RemoteApply {
    /// In front of the write, in the same implicit transaction: `true` is "local to the transaction".
    static let statement = Statement(
        name: "remote_apply.set", sql: "SELECT set_config('synchronous_commit', 'remote_apply', true)", parameters: [])

    /// Ends another backend's wait; the same role may do that.
    static let cancel = ReadQuery<Bool>(
        name: "remote_apply.cancel", sql: "SELECT pg_cancel_backend($1)", parameters: [.int32]
    ) { row throws(RowError) in try row.bool(0) }
}
