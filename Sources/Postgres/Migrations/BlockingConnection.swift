internal import CPostgreSQL

/// A connection for a command that does one thing and ends: it waits for each answer, so it never runs on a loop.
///
/// The simple protocol takes a file of many statements, which pipeline mode cannot.
@safe struct BlockingConnection: ~Copyable {
    private static let connectTimeoutSeconds = 5

    private let pointer: OpaquePointer
    private let libpq: UnsafePointer<CPostgreSQL_Library>

    private init(owning pointer: OpaquePointer, _ libpq: UnsafePointer<CPostgreSQL_Library>) {
        unsafe (self.pointer, self.libpq) = (pointer, libpq)
    }

    static func open(_ target: DatabaseTarget) throws(MigrationFailure) -> BlockingConnection {
        let parameters =
            target.parameters(address: nil, settings: Self.settings)
            + [("connect_timeout", "\(Self.connectTimeoutSeconds)")]
        let libpq = unsafe Libpq.opened.functions
        let opened = unsafe withCStrings(parameters.map(\.keyword)) { keywords in
            unsafe withCStrings(parameters.map(\.value)) { values in
                unsafe libpq.pointee.PQconnectdbParams(keywords, values, 0)
            }
        }
        guard let opened = unsafe opened else { throw .unreachable(message: "out of memory") }
        let connection = unsafe BlockingConnection(owning: opened, libpq)
        unsafe _ = libpq.pointee.PQsetNoticeReceiver(opened, { _, _ in }, nil)
        guard unsafe libpq.pointee.PQstatus(opened) == CONNECTION_OK else {
            let words = unsafe libpq.pointee.PQerrorMessage(opened).map { unsafe String(cString: $0) }
            throw .unreachable(message: words ?? "no reason given")
        }
        return connection
    }

    deinit { unsafe libpq.pointee.PQfinish(pointer) }

    private static var settings: SessionSettings {
        var settings = SessionSettings()
        settings.applicationName = "evergrant migrate"
        settings.statementTimeout = .zero  // None: building an index may take an hour.
        return settings
    }

    /// Runs any number of statements without parameters; the first that fails ends it.
    func run(_ sql: String) throws(MigrationFailure) {
        _ = try unsafe finished(libpq.pointee.PQexec(pointer, sql))
    }

    /// Runs one statement and decodes its rows.
    func query<Row>(
        _ sql: String, _ values: [SQLValue] = [], decode: (borrowing ResultRow) throws(RowError) -> Row
    ) throws(MigrationFailure) -> [Row] {
        let types = values.map { $0.type?.rawValue ?? 0 }
        let result = unsafe ParameterList(values).withPointers { parameters, lengths, formats in
            unsafe libpq.pointee.PQexecParams(
                pointer, sql, CInt(clamping: values.count), types, parameters, lengths, formats, 1)
        }
        let owned = try unsafe finished(result)
        do throws(RowError) {
            return try owned.rows(decode)
        } catch {
            throw .refused(sqlState: SQLState("XX000"), message: "unexpected answer: \(error)")
        }
    }

    /// Whether a transaction is open and in order.
    var isInTransaction: Bool { unsafe libpq.pointee.PQtransactionStatus(pointer) == PQTRANS_INTRANS }

    private func finished(_ pointer: OpaquePointer?) throws(MigrationFailure) -> QueryResult {
        guard let pointer = unsafe pointer else { throw .unreachable(message: "the connection was lost") }
        let result = unsafe QueryResult(owning: pointer, libpq)
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return result
        default:
            let report = ServerReport(result)
            throw .refused(sqlState: report.state, message: report.message)
        }
    }
}
