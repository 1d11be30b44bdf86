internal import Bytes

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

    /// What the status line and the fields of the wire itself take at most.
    private static let ownBytesMax = 192

    /// - Parameter body: What of it is to follow the head at once.
    static func append(
        _ head: ResponseHead, _ framing: Framing, closes: Bool, _ body: [UInt8] = [], to output: inout [UInt8]
    ) {
        let status = head.status
        unsafe withBytes(head.block.bytes, head.shared.bytes, body) { block, shared, body in
            output.append(addingCapacity: ownBytesMax + block.count + shared.count + body.count) { output in
                appendStatusLine(status, to: &output)
                unsafe output.append(block)
                unsafe output.append(shared)
                append(framing, closes: closes, to: &output)
                unsafe output.append(body)
            }
        }
    }

    /// Lends the bytes of three arrays, without counting references to any.
    @inline(__always)
    private static func withBytes(
        _ first: [UInt8], _ second: [UInt8], _ third: [UInt8],
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Void
    ) {
        unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                unsafe third.withUnsafeBufferPointer { third in unsafe body(first, second, third) }
            }
        }
    }

    /// The last fields of a head, and its end.
    @inline(__always)
    private static func append(_ framing: Framing, closes: Bool, to output: inout OutputSpan<UInt8>) {
        switch framing {
        case .length(let count):
            output.append("content-length: ")
            output.append(decimal: count)
            output.append("\r\n")
        case .chunked: output.append("transfer-encoding: chunked\r\n")
        case .unstated: break
        }
        if closes { output.append("connection: close\r\n") }
        output.append("\r\n")
    }

    /// One chunk; an empty one would end the body, so it is not written.
    static func append(chunk: [UInt8], to output: inout [UInt8]) {
        guard !chunk.isEmpty else { return }
        output.append(contentsOf: String(chunk.count, radix: 16).utf8)
        output.append("\r\n")
        output.append(contentsOf: chunk)
        output.append("\r\n")
    }

    /// RFC 9112 §2.3: a server states its own version, whatever the request's minor version was.
    private static func appendStatusLine(_ status: Int, to output: inout OutputSpan<UInt8>) {
        guard status != 200 else { return output.append("HTTP/1.1 200 OK\r\n") }
        output.append("HTTP/1.1 ")
        output.append(decimal: status)
        output.append(" ")
        output.append(reasonPhrase(status))
        output.append("\r\n")
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
