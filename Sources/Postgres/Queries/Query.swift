/// A statement that may run on a replica; `WriteQuery` is another type, so mixing them up will not compile.
package struct ReadQuery<Row: Sendable>: Sendable {
    package let statement: Statement
    package let decode: @Sendable (borrowing ResultRow) throws(RowError) -> Row

    package init(
        name: String, sql: String, parameters: [SQLType] = [],
        decode: @escaping @Sendable (borrowing ResultRow) throws(RowError) -> Row
    ) {
        statement = Statement(name: name, sql: sql, parameters: parameters)
        self.decode = decode
    }
}

/// A statement that needs the primary.
package struct WriteQuery<Row: Sendable>: Sendable {
    package let statement: Statement
    package let decode: @Sendable (borrowing ResultRow) throws(RowError) -> Row

    package init(
        name: String, sql: String, parameters: [SQLType] = [],
        decode: @escaping @Sendable (borrowing ResultRow) throws(RowError) -> Row
    ) {
        statement = Statement(name: name, sql: sql, parameters: parameters)
        self.decode = decode
    }
}
