/// A PostgreSQL error code (PostgreSQL 15 documentation, appendix A).
package struct SQLState: Hashable, Sendable {
    package let code: String

    package init(_ code: String) { self.code = code }

    package static let warning = SQLState("01000")
    package static let readOnlyTransaction = SQLState("25006")
    package static let invalidStatementName = SQLState("26000")
    package static let uniqueViolation = SQLState("23505")
    package static let foreignKeyViolation = SQLState("23503")
    package static let checkViolation = SQLState("23514")
    package static let serializationFailure = SQLState("40001")
    package static let deadlockDetected = SQLState("40P01")
    package static let undefinedTable = SQLState("42P01")
    package static let queryCanceled = SQLState("57014")
    package static let lockNotAvailable = SQLState("55P03")
    package static let restrictViolation = SQLState("23001")

    /// The two characters that name the class.
    package var category: Substring { code.prefix(2) }
}

extension SQLState: CustomStringConvertible {
    package var description: String { code }
}
