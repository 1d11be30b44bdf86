internal import CPostgreSQL

/// One `PGconn`, owned; every call returns at once.
///
/// After `close()` every call is answered as libpq answers for no connection at all, which it defines.
@safe struct LibpqConnection: ~Copyable {
    enum Progress: Equatable {
        case wantsReading
        case wantsWriting
        case connected
        case failed
    }

    private let libpq: UnsafePointer<CPostgreSQL_Library>
    private var pointer: OpaquePointer?
    private let notices: Notices

    /// Begins to connect.
    ///
    /// - Parameter parameters: libpq's keywords. With `hostaddr` no name is looked up, which would block.
    init(connectingWith parameters: [(keyword: String, value: String)]) {
        let libpq = unsafe Libpq.opened.functions
        notices = unsafe Notices(libpq)
        let keywords = parameters.map(\.keyword)
        let values = parameters.map(\.value)
        unsafe pointer = withCStrings(keywords) { keywords in
            unsafe withCStrings(values) { values in unsafe libpq.pointee.PQconnectStartParams(keywords, values, 0) }
        }
        unsafe self.libpq = libpq
        let context = unsafe Unmanaged.passUnretained(notices).toOpaque()
        unsafe _ = libpq.pointee.PQsetNoticeReceiver(
            pointer,
            { context, result in
                guard let context = unsafe context, let result = unsafe result else { return }
                unsafe Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue().append(reading: result)
            }, context)
    }

    deinit { unsafe libpq.pointee.PQfinish(pointer) }

    /// Says goodbye if that can be done at once, and closes the socket.
    mutating func close() {
        unsafe libpq.pointee.PQfinish(pointer)
        unsafe pointer = nil
    }

    var descriptor: CInt { unsafe libpq.pointee.PQsocket(pointer) }
    var isBroken: Bool { unsafe libpq.pointee.PQstatus(pointer) == CONNECTION_BAD }
    var backendProcess: Int32 { unsafe libpq.pointee.PQbackendPID(pointer) }

    /// libpq's own words, for the log.
    var errorMessage: String {
        let words = unsafe libpq.pointee.PQerrorMessage(pointer).map { unsafe String(cString: $0) } ?? ""
        return String(decoding: words.utf8.prefix(Limits.messageBytesMax), as: UTF8.self)
    }

    func parameterStatus(_ name: String) -> String? {
        unsafe libpq.pointee.PQparameterStatus(pointer, name).map { unsafe String(cString: $0) }
    }

    func continueConnecting() -> Progress {
        switch unsafe libpq.pointee.PQconnectPoll(pointer) {
        case PGRES_POLLING_READING: .wantsReading
        case PGRES_POLLING_WRITING: .wantsWriting
        case PGRES_POLLING_OK: .connected
        default: .failed
        }
    }

    /// From here on no call waits and queries need not wait for answers.
    func enterPipelineMode() -> Bool {
        unsafe libpq.pointee.PQsetnonblocking(pointer, 1) == 0 && libpq.pointee.PQenterPipelineMode(pointer) == 1
    }

    func takeNotices() -> [ServerReport] { notices.take() }
}

extension LibpqConnection {
    func prepare(_ statement: Statement) -> Bool {
        let types = statement.parameters.map(\.rawValue)
        return unsafe types.withUnsafeBufferPointer { types in
            unsafe libpq.pointee.PQsendPrepare(
                pointer, statement.name, statement.sql, CInt(clamping: types.count), types.baseAddress) == 1
        }
    }

    func execute(_ name: String, _ parameters: ParameterList) -> Bool {
        unsafe parameters.withPointers { values, lengths, formats in
            unsafe libpq.pointee.PQsendQueryPrepared(
                pointer, name, CInt(clamping: parameters.count), values, lengths, formats, 1) == 1
        }
    }

    /// The empty query: the cheapest question that makes the server report its role.
    func executeNothing() -> Bool {
        // PQsendQuery is not allowed in pipeline mode.
        unsafe libpq.pointee.PQsendQueryParams(pointer, "", 0, nil, nil, nil, nil, 1) == 1
    }

    func synchronize() -> Bool { unsafe libpq.pointee.PQpipelineSync(pointer) == 1 }

    /// Whether everything is sent: 0, not yet: 1, lost: -1.
    func flush() -> CInt { unsafe libpq.pointee.PQflush(pointer) }

    /// Reads what has arrived; false when the connection is lost.
    func consumeInput() -> Bool { unsafe libpq.pointee.PQconsumeInput(pointer) == 1 }

    /// Whether `nextResult()` would have to wait.
    var isBusy: Bool { unsafe libpq.pointee.PQisBusy(pointer) == 1 }

    /// The next result, or nil for the end of one command's results.
    func nextResult() -> QueryResult? {
        guard let result = unsafe libpq.pointee.PQgetResult(pointer) else { return nil }
        return unsafe QueryResult(owning: result, libpq)
    }
}

/// What the server remarked since last asked; bounded, as a server may remark without end.
@safe private final class Notices {
    private static let keptMax = 16
    private let libpq: UnsafePointer<CPostgreSQL_Library>
    private var reports: [ServerReport] = []

    init(_ libpq: UnsafePointer<CPostgreSQL_Library>) { unsafe self.libpq = libpq }

    func append(reading result: OpaquePointer) {
        if reports.count < Self.keptMax { reports.append(unsafe ServerReport(reading: result, libpq)) }
    }

    func take() -> [ServerReport] {
        guard !reports.isEmpty else { return [] }
        defer { reports = [] }
        return reports
    }
}
