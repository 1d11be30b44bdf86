internal import CPostgreSQL

/// What the server says about a failure or in a notice, without the parts that repeat our values.
struct ServerReport: Equatable, Sendable {
    let state: SQLState
    let message: String
    /// The C function that spoke: unlike the message, it is the same in every language.
    let routine: String

    init(_ result: borrowing QueryResult) { unsafe self.init(reading: result.pointer, result.libpq) }

    /// Reads a `PGresult` that stays the caller's.
    ///
    /// DETAIL and CONTEXT repeat parameters, so they are never read; class 22 ("data exception") quotes them in the
    /// message itself.
    init(reading result: OpaquePointer, _ libpq: UnsafePointer<CPostgreSQL_Library>) {
        func field(_ code: Unicode.Scalar) -> String? {
            guard let text = unsafe libpq.pointee.PQresultErrorField(result, CInt(code.value)) else { return nil }
            return unsafe String(decoding: String(cString: text).utf8.prefix(Limits.messageBytesMax), as: UTF8.self)
        }
        state = SQLState(field("C") ?? "XX000")
        message = state.category == "22" ? "data exception" : field("M") ?? ""
        routine = field("R") ?? ""
    }

    init(state: SQLState, message: String = "", routine: String = "") {
        self.state = state
        self.message = message
        self.routine = routine
    }

    /// The server stopped waiting for a standby: the commit is local, and lost with this region.
    ///
    /// `SyncRepWaitForLSN` warns with 01000 after a cancel and with 57P01 at a shutdown; both leave the commit in
    /// place.
    var isUnconfirmedCommit: Bool { routine == "SyncRepWaitForLSN" }

    /// - Parameter role: A standby allows no serializable transaction, so 40001 there is always replay's doing, and so
    ///   is a deadlock (40P01), as a read waits for no row.
    func error(statement: String?, on role: DatabaseRole?) -> DatabaseError {
        DatabaseError(kind(on: role), sqlState: state, statement: statement, serverMessage: message)
    }

    private func kind(on role: DatabaseRole?) -> DatabaseError.Kind {
        switch state {
        case .serializationFailure, .deadlockDetected: role == .replica ? .recoveryConflict : .refused
        case .readOnlyTransaction: .readOnly
        case .queryCanceled, .lockNotAvailable: .canceled
        default: .refused
        }
    }
}
