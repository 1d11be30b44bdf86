internal import Daemon
internal import Postgres

extension CommandFailure {
    init(_ error: DatabaseError) {
        switch error.kind {
        case .unreachable, .connectionLost, .deadlineExceeded, .closed, .overloaded, .recoveryConflict, .canceled:
            self = .unavailable("the database does not answer (\(error))\(error.serverMessage.map { ": \($0)" } ?? "")")
        case .readOnly: self = .refused("the database is a replica: run this against the primary")
        case .refused, .unexpectedAnswer, .invalidParameters:
            self = .refused("the database refused: \(error.serverMessage ?? "\(error)")")
        }
    }

    init(_ failure: MigrationFailure) {
        switch failure {
        case .unreachable: self = .unavailable("\(failure)")
        case .unreadable, .misnamed, .noMigrations, .gap, .changed, .unknownVersion: self = .misconfigured("\(failure)")
        case .replica, .busy, .failed, .endedTransaction, .refused: self = .refused("\(failure)")
        }
    }
}
