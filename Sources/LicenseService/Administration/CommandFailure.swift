internal import Postgres
internal import Reactor

/// Why a command stopped, in a sentence for the operator and a code for scripts (sysexits.h where it has one).
package struct CommandFailure: Error, Sendable, CustomStringConvertible {
    package let description: String
    package let exitCode: Int32

    static func refused(_ sentence: String) -> CommandFailure { CommandFailure(description: sentence, exitCode: 1) }
    /// EX_UNAVAILABLE.
    static func unavailable(_ sentence: String) -> CommandFailure {
        CommandFailure(description: sentence, exitCode: 69)
    }
    /// EX_CONFIG.
    static func misconfigured(_ sentence: String) -> CommandFailure {
        CommandFailure(description: sentence, exitCode: 78)
    }

    package init(_ error: ConfigurationError) { self = .misconfigured("configuration: \(error)") }

    private init(description: String, exitCode: Int32) {
        self.description = description
        self.exitCode = exitCode
    }

    /// Says why, on standard error.
    package func report() { StandardError.write(Array("evergrant: \(description)\n".utf8)) }
}

extension CommandFailure {
    init(_ error: DatabaseError) {
        switch error.kind {
        case .unreachable, .connectionLost, .deadlineExceeded, .closed, .overloaded, .recoveryConflict:
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
