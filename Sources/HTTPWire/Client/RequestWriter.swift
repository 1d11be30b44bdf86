/// Writes a request as HTTP/1.1 wants it (RFC 9112 §3, §6).
enum RequestWriter {
    /// The whole request; nothing follows it on its connection.
    static func bytes(of request: OutgoingRequest) -> [UInt8] {
        var text = "\(request.method) \(request.target) HTTP/1.1\r\nhost: \(request.authority)\r\n"
        for field in request.fields { text += "\(field.name): \(field.value)\r\n" }
        if request.tellsLength { text += "content-length: \(request.body.count)\r\n" }
        text += "connection: close\r\n\r\n"
        return Array(text.utf8) + request.body
    }
}
