internal import CPostgreSQL

/// One result of the server, owned: the rows borrow from it and it is freed once.
@safe struct QueryResult: ~Copyable {
    let pointer: OpaquePointer
    let libpq: UnsafePointer<CPostgreSQL_Library>

    /// Takes ownership of a `PGresult`.
    init(owning pointer: OpaquePointer, _ libpq: UnsafePointer<CPostgreSQL_Library>) {
        unsafe (self.pointer, self.libpq) = (pointer, libpq)
    }

    deinit { unsafe libpq.pointee.PQclear(pointer) }

    var status: ExecStatusType { unsafe libpq.pointee.PQresultStatus(pointer) }
    var rowCount: Int { unsafe Int(libpq.pointee.PQntuples(pointer)) }

    /// Lends every row in turn; the first that `take` refuses ends it.
    func forEachRow(_ take: (borrowing ResultRow) throws(RowError) -> Void) throws(RowError) {
        for index in 0..<rowCount {
            let row = unsafe ResultRow(result: pointer, libpq, index: CInt(clamping: index))
            try take(row)
        }
    }

    /// Decodes every row; the first that does not fit ends it.
    func rows<Row>(_ decode: (borrowing ResultRow) throws(RowError) -> Row) throws(RowError) -> [Row] {
        var rows: [Row] = []
        rows.reserveCapacity(rowCount)
        try forEachRow { row throws(RowError) in rows.append(try decode(row)) }
        return rows
    }
}
