import Testing

@testable import Postgres

@Suite("Database role")
struct DatabaseRoleTests {
    @Test(
        "a database is a primary only when it takes writes",
        arguments: [
            ("off", "off", .primary), ("on", "on", .replica), ("on", "off", .replica), ("off", "on", .replica),
            ("off", nil, .primary), (nil, "off", nil),
        ] as [(String?, String?, DatabaseRole?)])
    func role(inHotStandby: String?, defaultReadOnly: String?, expected: DatabaseRole?) {
        #expect(DatabaseRole(inHotStandby: inHotStandby, defaultReadOnly: defaultReadOnly) == expected)
    }
}

@Suite("Database errors")
struct DatabaseErrorTests {
    @Test(
        "on a standby a failed serialization is replay's doing, on a primary it is not",
        arguments: [(.replica, .recoveryConflict), (.primary, .refused), (nil, .refused)]
            as [(DatabaseRole?, DatabaseError.Kind)])
    func recoveryConflict(role: DatabaseRole?, kind: DatabaseError.Kind) {
        let error = ServerReport(state: .serializationFailure).error(statement: "s", on: role)

        #expect(error.kind == kind)
    }

    @Test(
        "what took too long, or waited too long for a lock, is no refusal",
        arguments: [SQLState.queryCanceled, .lockNotAvailable], [.replica, .primary, nil] as [DatabaseRole?])
    func canceled(state: SQLState, role: DatabaseRole?) {
        #expect(ServerReport(state: state).error(statement: "s", on: role).kind == .canceled)
    }

    @Test("a read is tried once more for a fault that is not its own, and a write never")
    func retries() {
        func request(_ access: DatabaseRequest.Access) -> DatabaseRequest {
            DatabaseRequest(command: .nothing, access: access, deadline: .seconds(1)) { _ in }
        }

        let again = request(.read).retry(after: DatabaseError(.recoveryConflict))
        #expect(again != nil)
        #expect(again?.retry(after: DatabaseError(.recoveryConflict)) == nil)
        #expect(request(.read).retry(after: DatabaseError(.connectionLost)) != nil)
        #expect(request(.read).retry(after: DatabaseError(.deadlineExceeded)) == nil)
        #expect(request(.read).retry(after: DatabaseError(.refused)) == nil)
        #expect(request(.read).retry(after: DatabaseError(.canceled)) == nil)
        #expect(request(.write).retry(after: DatabaseError(.connectionLost)) == nil)
    }

    @Test("what an error shows is never the server's own words")
    func description() {
        let error = DatabaseError(
            .refused, sqlState: .uniqueViolation, statement: "content.create", serverMessage: "key hunter2")

        #expect("\(error)" == "content.create: refused (SQLSTATE 23505)")
    }
}
