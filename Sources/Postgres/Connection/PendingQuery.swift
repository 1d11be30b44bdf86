/// What became of a query, owned by whoever decodes it.
enum Answer: ~Copyable {
    /// - Parameter isUnconfirmed: The write is committed here and no standby has confirmed it.
    case result(QueryResult, isUnconfirmed: Bool)
    case failed(DatabaseError)

    var isUnconfirmed: Bool {
        switch self {
        case .result(_, let isUnconfirmed): isUnconfirmed
        case .failed: false
        }
    }
}

typealias AnswerHandler = (consuming Answer) -> Void

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

        var byteCount: Int {
            switch self {
            case .run(_, let parameters): parameters.byteCount
            case .nothing: 0
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
    func fail(_ kind: DatabaseError.Kind, isSafeToRetry: Bool, message: String? = nil) {
        complete(.failed(DatabaseError(kind, isSafeToRetry: isSafeToRetry, statement: name, serverMessage: message)))
    }
}
