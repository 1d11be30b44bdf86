/// A query that brought no answer.
///
/// Carries no SQL and no parameter. `serverMessage` is for our log alone; `description` is fit for more eyes.
package struct DatabaseError: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// No connection was ready in time.
        case unreachable
        /// Too much is waiting already.
        case overloaded
        /// The connection was lost, or given up, with the query under way: what became of it is not known.
        case connectionLost
        /// The answer did not come in time: what became of the query is not known, unless `isSafeToRetry`.
        case deadlineExceeded
        /// The server reads only, so a write was not carried out.
        case readOnly
        /// The standby canceled a read because replay needed what it was looking at.
        case recoveryConflict
        /// The server ended it, for it took, or waited for a lock, longer than the session allows; nothing was done.
        case canceled
        /// The server refused it, for the reason in `sqlState`.
        case refused
        /// The answer is not what the query's decoding expects.
        case unexpectedAnswer(RowError?)
        /// The parameters do not fit the statement; nothing was sent.
        case invalidParameters
        case closed
    }

    package let kind: Kind
    package let sqlState: SQLState?
    /// True only when nothing was sent: then even a write may be tried again.
    package let isSafeToRetry: Bool
    /// The statement's name, when one was under way.
    package let statement: String?
    /// The server's own words, for the log.
    package let serverMessage: String?

    package init(
        _ kind: Kind, sqlState: SQLState? = nil, isSafeToRetry: Bool = false, statement: String? = nil,
        serverMessage: String? = nil
    ) {
        self.kind = kind
        self.sqlState = sqlState
        self.isSafeToRetry = isSafeToRetry
        self.statement = statement
        self.serverMessage = serverMessage
    }
}

extension DatabaseError: CustomStringConvertible {
    package var description: String {
        [statement.map { "\($0):" }, "\(kind)", sqlState.map { "(SQLSTATE \($0))" }]
            .compactMap { $0 }.joined(separator: " ")
    }
}
