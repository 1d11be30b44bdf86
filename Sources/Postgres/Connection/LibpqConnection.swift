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

    private var pointer: OpaquePointer?
    private let notices = Notices()

    /// Begins to connect.
    ///
    /// - Parameter parameters: libpq's keywords. With `hostaddr` no name is looked up, which would block.
    init(connectingWith parameters: [(keyword: String, value: String)]) {
        let keywords = parameters.map(\.keyword)
        let values = parameters.map(\.value)
        unsafe pointer = withCStrings(keywords) { keywords in
            unsafe withCStrings(values) { values in unsafe PQconnectStartParams(keywords, values, 0) }
        }
        let context = unsafe Unmanaged.passUnretained(notices).toOpaque()
        unsafe _ = PQsetNoticeReceiver(
            pointer,
            { context, result in
                guard let context = unsafe context, let result = unsafe result else { return }
                let report = unsafe ServerReport(reading: result)
                unsafe Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue().append(report)
            }, context)
    }

    deinit { unsafe PQfinish(pointer) }

    /// Says goodbye if that can be done at once, and closes the socket.
    mutating func close() {
        unsafe PQfinish(pointer)
        unsafe pointer = nil
    }

    var descriptor: CInt { unsafe PQsocket(pointer) }
    var isBroken: Bool { unsafe PQstatus(pointer) == CONNECTION_BAD }
    var backendProcess: Int32 { unsafe PQbackendPID(pointer) }

    /// libpq's own words, for the log.
    var errorMessage: String {
        let words = unsafe String(cString: PQerrorMessage(pointer))
        return String(decoding: words.utf8.prefix(Limits.messageBytesMax), as: UTF8.self)
    }

    func parameterStatus(_ name: String) -> String? {
        unsafe PQparameterStatus(pointer, name).map { unsafe String(cString: $0) }
    }

    func continueConnecting() -> Progress {
        switch unsafe PQconnectPoll(pointer) {
        case PGRES_POLLING_READING: .wantsReading
        case PGRES_POLLING_WRITING: .wantsWriting
        case PGRES_POLLING_OK: .connected
        default: .failed
        }
    }

    /// From here on no call waits and queries need not wait for answers.
    func enterPipelineMode() -> Bool {
        unsafe PQsetnonblocking(pointer, 1) == 0 && PQenterPipelineMode(pointer) == 1
    }

    func takeNotices() -> [ServerReport] { notices.take() }
}

extension LibpqConnection {
    func prepare(_ statement: Statement) -> Bool {
        let types = statement.parameters.map(\.rawValue)
        return unsafe types.withUnsafeBufferPointer { types in
            unsafe PQsendPrepare(
                pointer, statement.name, statement.sql, CInt(clamping: types.count), types.baseAddress) == 1
        }
    }

    func execute(_ name: String, _ parameters: ParameterList) -> Bool {
        unsafe parameters.withPointers { values, lengths, formats in
            unsafe PQsendQueryPrepared(
                pointer, name, CInt(clamping: parameters.count), values, lengths, formats, 1) == 1
        }
    }

    /// The empty query: the cheapest question that makes the server report its role.
    func executeNothing() -> Bool {
        // PQsendQuery is not allowed in pipeline mode.
        unsafe PQsendQueryParams(pointer, "", 0, nil, nil, nil, nil, 1) == 1
    }

    func synchronize() -> Bool { unsafe PQpipelineSync(pointer) == 1 }

    /// Whether everything is sent: 0, not yet: 1, lost: -1.
    func flush() -> CInt { unsafe PQflush(pointer) }

    /// Reads what has arrived; false when the connection is lost.
    func consumeInput() -> Bool { unsafe PQconsumeInput(pointer) == 1 }

    /// Whether `nextResult()` would have to wait.
    var isBusy: Bool { unsafe PQisBusy(pointer) == 1 }

    /// The next result, or nil for the end of one command's results.
    func nextResult() -> QueryResult? {
        guard let result = unsafe PQgetResult(pointer) else { return nil }
        return unsafe QueryResult(owning: result)
    }
}

/// What the server remarked since last asked; bounded, as a server may remark without end.
private final class Notices {
    private static let keptMax = 16
    private var reports: [ServerReport] = []

    func append(_ report: ServerReport) {
        if reports.count < Self.keptMax { reports.append(report) }
    }

    func take() -> [ServerReport] {
        guard !reports.isEmpty else { return [] }
        defer { reports = [] }
        return reports
    }
}
