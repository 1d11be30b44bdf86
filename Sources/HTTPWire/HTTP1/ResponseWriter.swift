/// Writes answers as HTTP/1.1 wants them (RFC 9112 §4, §6, §7).
enum ResponseWriter {
    /// How the end of a body is told.
    enum Framing: Equatable {
        case length(Int)
        case chunked
        /// The body ends with the connection (HTTP/1.0), or there is none and no length to tell (204, 304).
        case unstated
    }

    static let interimContinue = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
    static let lastChunk = Array("0\r\n\r\n".utf8)

    static func append(_ head: ResponseHead, _ framing: Framing, closes: Bool, to output: inout [UInt8]) {
        appendStatusLine(head.status, to: &output)
        append(head.block.bytes, to: &output)
        append(head.shared.bytes, to: &output)
        switch framing {
        case .length(let count): appendLength(count, closes: closes, to: &output)
        case .chunked:
            append("transfer-encoding: chunked\r\n", to: &output)
            append(closes ? "connection: close\r\n\r\n" : "\r\n", to: &output)
        case .unstated:
            append(closes ? "connection: close\r\n\r\n" : "\r\n", to: &output)
        }
    }

    /// The last field of a head with a length, and its end: written from behind, for a number's last digit comes first.
    private static func appendLength(_ count: Int, closes: Bool, to output: inout [UInt8]) {
        let bytesMax = 72
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytesMax) { bytes in
            var first = bytesMax
            func prepend(_ text: StaticString) {
                first -= text.utf8CodeUnitCount
                for index in 0..<text.utf8CodeUnitCount { unsafe bytes[first + index] = text.utf8Start[index] }
            }
            if closes { prepend("\r\nconnection: close\r\n\r\n") } else { prepend("\r\n\r\n") }
            var rest = UInt(bitPattern: count)
            repeat {
                first -= 1
                unsafe bytes[first] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
                rest /= 10
            } while rest > 0
            prepend("content-length: ")
            unsafe output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[first...]))
        }
    }

    /// One chunk; an empty one would end the body, so it is not written.
    static func append(chunk: [UInt8], to output: inout [UInt8]) {
        guard !chunk.isEmpty else { return }
        output.append(contentsOf: String(chunk.count, radix: 16).utf8)
        append("\r\n", to: &output)
        output.append(contentsOf: chunk)
        append("\r\n", to: &output)
    }

    /// RFC 9112 §2.3: a server states its own version, whatever the request's minor version was.
    private static func appendStatusLine(_ status: Int, to output: inout [UInt8]) {
        guard status != 200 else { return append("HTTP/1.1 200 OK\r\n", to: &output) }
        append("HTTP/1.1 ", to: &output)
        output.append(contentsOf: String(status).utf8)
        output.append(.space)
        append(reasonPhrase(status), to: &output)
        append("\r\n", to: &output)
    }

    private static func append(_ text: StaticString, to output: inout [UInt8]) {
        unsafe output.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Of the array's bytes, without counting a reference to it.
    static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
    }
}

/// For people only: clients go by the number (RFC 9112 §4).
private func reasonPhrase(_ status: Int) -> StaticString {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 206: "Partial Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 303: "See Other"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 410: "Gone"
    case 411: "Length Required"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    case 507: "Insufficient Storage"
    default: ""
    }
}
