import CNGHTTP2
import HTTPWire

/// An HTTP/2 client over nghttp2, joined to a session by memory alone.
final class HTTP2Client {
    struct Answer: Equatable {
        var status = ""
        var fields: [String: String] = [:]
        var body: [UInt8] = []
        /// The error code the stream was closed with; nil while it is open.
        var closedWith: UInt32?
        var interim: [String] = []
    }

    let server: HTTPSession
    private(set) var answers: [Int32: Answer] = [:]
    private(set) var goAways: [UInt32] = []
    private var uploads: [Int32: [UInt8]] = [:]
    private var session: OpaquePointer?

    /// - Parameter window: Bytes that an answer may send before this client takes them, per stream.
    init(_ server: HTTPSession, window: UInt32 = 65_535) {
        self.server = server
        var callbacks: OpaquePointer?
        nghttp2_session_callbacks_new(&callbacks)
        Self.install(callbacks)
        nghttp2_session_client_new(&session, callbacks, Unmanaged.passUnretained(self).toOpaque())
        nghttp2_session_callbacks_del(callbacks)
        var entry = nghttp2_settings_entry(
            settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue), value: window)
        nghttp2_submit_settings(session, 0, &entry, 1)
    }

    deinit { nghttp2_session_del(session) }

    /// Asks for something; the bytes leave with the next `exchange()`.
    func request(
        _ method: String = "GET", _ path: String = "/", fields: [(String, String)] = [], body: [UInt8]? = nil
    ) -> Int32 {
        let all = [(":method", method), (":scheme", "http"), (":authority", "a"), (":path", path)] + fields
        let names = all.map { Self.field(Array($0.0.utf8), Array($0.1.utf8)) }
        defer {
            for name in names {
                name.name.deallocate()
                name.value.deallocate()
            }
        }
        var source = nghttp2_data_provider(source: nghttp2_data_source(ptr: nil), read_callback: Self.readUpload)
        let next = Int32(bitPattern: nghttp2_session_get_next_stream_id(session))
        uploads[next] = body
        let id =
            body == nil
            ? nghttp2_submit_request(session, nil, names, names.count, nil, nil)
            : nghttp2_submit_request(session, nil, names, names.count, &source, nil)
        answers[id] = Answer()
        return id
    }

    func cancel(_ stream: Int32) { nghttp2_submit_rst_stream(session, 0, stream, NGHTTP2_CANCEL.rawValue) }

    /// Carries bytes both ways until neither side has more to say.
    ///
    /// - Parameter status: What requests that the server refuses are answered with at once; nil leaves them open.
    @discardableResult
    func exchange(answering status: Int? = nil, _ body: [UInt8] = []) -> [WireEvent] {
        var events: [WireEvent] = []
        while true {
            let sent = takeOutput()
            let new = sent.isEmpty ? [] : server.receive(sent)
            events += new
            for refused in new.compactMap(\.refused) {
                guard let status else { continue }
                server.respond(to: refused.stream, head: ResponseHead(status: status), body: .complete(body))
            }
            let received = server.takeOutput()
            if !received.isEmpty { nghttp2_session_mem_recv(session, received, received.count) }
            events += server.resume()
            if sent.isEmpty && received.isEmpty { return events }
        }
    }

    func takeOutput() -> [UInt8] {
        var output: [UInt8] = []
        var piece: UnsafePointer<UInt8>?
        while true {
            let count = nghttp2_session_mem_send(session, &piece)
            guard count > 0 else { return output }
            output += UnsafeBufferPointer(start: piece, count: count)
        }
    }

    private static func field(_ name: [UInt8], _ value: [UInt8]) -> nghttp2_nv {
        func copy(_ bytes: [UInt8]) -> UnsafeMutablePointer<UInt8> {
            let pointer = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
            for (index, byte) in bytes.enumerated() { pointer[index] = byte }
            return pointer
        }
        return nghttp2_nv(
            name: copy(name), value: copy(value), namelen: name.count, valuelen: value.count, flags: 0)
    }
}

extension HTTP2Client {
    private static func client(_ user: UnsafeMutableRawPointer?) -> HTTP2Client? {
        user.map { Unmanaged<HTTP2Client>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func install(_ callbacks: OpaquePointer?) {
        nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, frame, name, nameCount, value, count, _, user in
            guard let frame else { return 0 }
            let name = String(decoding: UnsafeBufferPointer(start: name, count: nameCount), as: UTF8.self)
            let value = String(decoding: UnsafeBufferPointer(start: value, count: count), as: UTF8.self)
            HTTP2Client.client(user)?.received(name, value, on: frame.pointee.hd.stream_id)
            return 0
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) { _, _, stream, data, count, user in
            HTTP2Client.client(user)?.answers[stream]?.body += UnsafeBufferPointer(start: data, count: count)
            return 0
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, user in
            guard let frame, frame.pointee.hd.type == UInt8(NGHTTP2_GOAWAY.rawValue) else { return 0 }
            HTTP2Client.client(user)?.goAways.append(frame.pointee.goaway.error_code)
            return 0
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, stream, code, user in
            HTTP2Client.client(user)?.answers[stream]?.closedWith = code
            return 0
        }
    }

    private func received(_ name: String, _ value: String, on stream: Int32) {
        guard name == ":status" else {
            answers[stream]?.fields[name] = value
            return
        }
        if value.hasPrefix("1") { answers[stream]?.interim.append(value) } else { answers[stream]?.status = value }
    }

    private static let readUpload: nghttp2_data_source_read_callback = { _, stream, buffer, count, flags, _, user in
        guard let client = client(user), let buffer, let flags, let upload = client.uploads[stream] else { return 0 }
        let size = min(count, upload.count)
        for index in 0..<size { buffer[index] = upload[index] }
        client.uploads[stream] = Array(upload.dropFirst(size))
        if size == upload.count { flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
        return size
    }
}
