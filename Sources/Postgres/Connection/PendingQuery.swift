/// What the server answered, owned by whoever decodes it.
struct Answer: ~Copyable {
    let result: QueryResult
    /// The write is committed here and no standby has confirmed it.
    let isUnconfirmed: Bool
}

typealias AnswerHandler = (consuming Result<Answer, DatabaseError>) -> Void

/// A query from the moment it is asked until its one answer.
struct PendingQuery {
    enum Command {
        case run(Statement, ParameterList)
        /// The empty query.
        case nothing

        var name: String? {
            switch self {
            case .run(let statement, _): statement.name
            case .nothing: nil
            }
        }
    }

    /// Run in one implicit transaction; the last one's rows are the answer.
    let commands: [Command]
    /// On the loop's clock.
    let deadline: Duration
    /// Sent again once when the server did not know the prepared statement: then nothing was run.
    var wasResent = false
    let complete: AnswerHandler

    var name: String? { commands.last?.name }
    var byteCount: Int {
        commands.reduce(0) { sum, command in
            guard case .run(_, let parameters) = command else { return sum }
            return sum + parameters.byteCount
        }
    }

    func fail(_ kind: DatabaseError.Kind, isSafeToRetry: Bool, message: String? = nil) {
        complete(.failure(DatabaseError(
            kind, isSafeToRetry: isSafeToRetry, statement: name, serverMessage: message)))
    }
}
