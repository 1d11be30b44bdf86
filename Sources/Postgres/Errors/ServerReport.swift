internal import CPostgreSQL

/// What the server says about a failure or in a notice, without the parts that repeat our values.
struct ServerReport: Equatable, Sendable {
    let state: SQLState
    let message: String

    /// DETAIL and CONTEXT repeat parameters, so they are never read; class 22 ("data exception") quotes them in the message itself.
    init(_ result: borrowing QueryResult) {
        state = SQLState(result.field(CInt(UInt8(ascii: "C"))) ?? "XX000")
        let words = result.field(CInt(UInt8(ascii: "M"))) ?? ""
        message = state.category == "22" ? "data exception" : words
    }

    init(state: SQLState, message: String) {
        self.state = state
        self.message = message
    }

    /// The standby canceled the query so that replay could go on.
    ///
    /// `ProcessInterrupts` reports most conflicts as 40001; the same code without these words is our own transaction's doing.
    var isRecoveryConflict: Bool {
        state == .serializationFailure && message.contains("due to conflict with recovery")
    }

    /// The client stopped waiting for a standby (`SyncRepWaitForLSN`): the commit is local and may be lost with this region.
    var isUnconfirmedCommit: Bool {
        state == .warning && message.contains("canceling wait for synchronous replication")
    }

    func error(statement: String?) -> DatabaseError {
        let kind: DatabaseError.Kind =
            isRecoveryConflict ? .recoveryConflict : state == .readOnlyTransaction ? .readOnly : .refused
        return DatabaseError(kind, sqlState: state, statement: statement, serverMessage: message)
    }
}
