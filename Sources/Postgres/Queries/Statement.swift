/// What a server has to know in order to prepare a query.
package struct Statement: Equatable, Sendable {
    /// The prepared statement, the metric label and the log field.
    package let name: String
    package let sql: String
    /// The type of `$1`, `$2`, …: declared, because a NULL does not tell.
    package let parameters: [SQLType]

    package init(name: String, sql: String, parameters: [SQLType]) {
        self.name = name
        self.sql = sql
        self.parameters = parameters
    }

    /// Whether `values` are what `$1`, `$2`, … are declared to be.
    func accepts(_ values: [SQLValue]) -> Bool {
        values.count == parameters.count && zip(values, parameters).allSatisfy { $0.type == nil || $0.type == $1 }
    }
}
