/// A query on its way through the pool, together with what may be done for it again.
struct DatabaseRequest {
    enum Access: Equatable {
        case read
        case write
    }

    let command: PendingQuery.Command
    let access: Access
    /// On the loop's clock.
    let deadline: Duration
    var wasRetried = false
    let complete: AnswerHandler

    func fail(_ kind: DatabaseError.Kind, isSafeToRetry: Bool) {
        complete(.failed(DatabaseError(kind, isSafeToRetry: isSafeToRetry, statement: command.name)))
    }

    /// The same read once more, where the fault was the connection's or the standby's and not the query's own.
    func retry(after error: DatabaseError) -> DatabaseRequest? {
        guard access == .read, !wasRetried else { return nil }
        let isWorthIt = error.kind == .recoveryConflict || error.kind == .connectionLost || error.isSafeToRetry
        guard isWorthIt else { return nil }
        var again = self
        again.wasRetried = true
        return again
    }
}
