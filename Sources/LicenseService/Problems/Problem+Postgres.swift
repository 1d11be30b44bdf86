internal import HTTPServer
internal import Postgres

extension Problem {
    /// What a client may know of a database's troubles: that there are some, and when to try again.
    init(_ error: DatabaseError) {
        switch error.kind {
        case .unreachable, .connectionLost, .deadlineExceeded, .closed, .recoveryConflict, .canceled:
            self.init(.databaseUnavailable, "The database does not answer.", retryAfter: .seconds(5))
        case .overloaded:
            self.init(.overloaded, "Too many requests wait for the database.", retryAfter: .seconds(1))
        case .readOnly:
            self.init(.readOnlyRegion, "This region only reads now.", retryAfter: .seconds(30))
        case .refused, .unexpectedAnswer, .invalidParameters:
            self.init(.internal, "The database refused the request.", because: error.reason)
        }
    }
}

extension DatabaseError {
    /// For the log.
    fileprivate var reason: String { ["\(self)", serverMessage].compactMap { $0 }.joined(separator: ": ") }
}
