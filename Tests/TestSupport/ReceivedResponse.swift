/// An HTTP/1.1 answer, as a client that trusts nothing but the framing reads it.
package struct ReceivedResponse: Sendable {
    package enum Failure: Error {
        case endedEarly
        case notHTTP(String)
    }

    package let status: Int
    package let fields: [(name: String, value: String)]
    package let body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The first field of that name, in any case.
    package func field(_ name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }
}

extension BlockingClient {
    /// Reads one answer, and leaves what follows for the next call.
    ///
    /// - Parameter isBodyless: the request was HEAD.
    package func response(isBodyless: Bool = false) throws -> ReceivedResponse {
        let head = try headLines()
        let words = (head.first ?? "").split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw ReceivedResponse.Failure.notHTTP(head.first ?? "")
        }
        let fields = head.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: parts[0].lowercased(), value: String((parts.last ?? "").drop { $0 == " " }))
        }
        let isEmpty = isBodyless || status == 204 || status == 304 || status < 200
        return ReceivedResponse(status: status, fields: fields, body: isEmpty ? [] : try body(after: fields))
    }

    private func headLines() throws -> [String] {
        var lines: [String] = []
        while case let line = try line(), !line.isEmpty { lines.append(line) }
        return lines
    }

    private func body(after fields: [(name: String, value: String)]) throws -> [UInt8] {
        if fields.contains(where: { $0.name == "transfer-encoding" }) { return try chunks() }
        guard let length = fields.first(where: { $0.name == "content-length" }).flatMap({ Int($0.value) }) else {
            return try receiveToEnd()
        }
        return try take(length)
    }

    private func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            guard let count = Int(try line(), radix: 16) else { throw ReceivedResponse.Failure.notHTTP("chunk size") }
            body += try take(count)
            guard try line().isEmpty else { throw ReceivedResponse.Failure.notHTTP("chunk end") }
            if count == 0 { return body }
        }
    }

    private func line() throws -> String {
        var searched = 0
        while true {
            if let end = unread.dropFirst(searched).firstIndex(of: 0x0A) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeFirst(end + 1)
                return line.hasSuffix("\r") ? String(line.dropLast()) : line
            }
            searched = unread.count
            try receiveMore()
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while unread.count < count { try receiveMore() }
        defer { unread.removeFirst(count) }
        return Array(unread.prefix(count))
    }

    private func receiveMore() throws {
        let before = unread
        unread = []
        let more = try receive()
        unread = before + more
        guard !more.isEmpty else { throw ReceivedResponse.Failure.endedEarly }
    }
}
