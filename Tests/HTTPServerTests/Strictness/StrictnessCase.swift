import Testing

/// One row of the strictness table: what is sent, what is answered, what becomes of the connection, who is told.
struct StrictnessCase: Sendable, CustomTestStringConvertible {
    enum Connection: Sendable {
        /// The next request is answered on the same connection.
        case open
        /// The answer is the last, and what comes behind it is never read as a request.
        case closed
    }

    /// The clause of the RFC, and what the row is about.
    let clause: String
    let request: String
    let statuses: [Int]
    let connection: Connection
    /// What the handler saw: method, path and body, separated by spaces.
    let handled: [String]

    var testDescription: String { "\(clause): \(request.prefix(60).debugDescription)" }

    /// A request that no handler may see, because it can be read in two ways.
    static func refused(_ status: Int, _ clause: String, _ request: String) -> StrictnessCase {
        StrictnessCase(clause: clause, request: request, statuses: [status], connection: .closed, handled: [])
    }

    static func taken(
        _ clause: String, _ request: String, _ handled: String..., statuses: [Int]? = nil, then: Connection = .open
    ) -> StrictnessCase {
        StrictnessCase(
            clause: clause, request: request, statuses: statuses ?? handled.map { _ in 200 }, connection: then,
            handled: handled)
    }
}

/// A request with a valid request line and Host, and whatever fields and body a row is about.
func message(_ method: String, _ fields: String = "", _ body: String = "", version: String = "1.1") -> String {
    "\(method) /echo HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n\(body)"
}

/// A request whose body comes in the chunks given.
func chunks(_ body: String) -> String { message("POST", "Transfer-Encoding: chunked\r\n", body) }
