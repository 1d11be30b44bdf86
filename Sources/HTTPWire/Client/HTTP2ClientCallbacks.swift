internal import CNGHTTP2

/// Where C calls back on the client's side: each function finds its session and passes plain values on.
enum HTTP2ClientCallbacks {
    static func install(_ callbacks: OpaquePointer) {
        unsafe nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks, frameBegan)
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, headersBegan)
        unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks, fieldReceived)
        unsafe nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, invalidFieldReceived)
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, dataReceived)
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, frameReceived)
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, streamClosed)
        unsafe nghttp2_session_callbacks_set_unpack_extension_callback(callbacks, ignoreUnknownFrame)
    }

    /// Where the next piece of a request's body comes from.
    static var bodySource: nghttp2_data_provider {
        unsafe nghttp2_data_provider(source: nghttp2_data_source(ptr: nil), read_callback: readBody)
    }

    private static func session(_ user: UnsafeMutableRawPointer?) -> HTTP2ClientSession? {
        guard let user = unsafe user else { return nil }
        return unsafe Unmanaged<HTTP2ClientSession>.fromOpaque(user).takeUnretainedValue()
    }

    private static let frameBegan: nghttp2_on_begin_frame_callback = { _, header, user in
        guard let session = unsafe session(user), let header = unsafe header?.pointee else { return 0 }
        return session.frameBegan(type: header.type).code
    }

    private static let ignoreUnknownFrame: nghttp2_unpack_extension_callback = { _, _, _, _ in
        NGHTTP2_ERR_CANCEL.rawValue
    }

    private static let headersBegan: nghttp2_on_begin_headers_callback = { _, frame, user in
        guard let session = unsafe session(user), let frame = unsafe frame?.pointee else { return 0 }
        return unsafe session.headersBegan(stream: frame.hd.stream_id).code
    }

    private static let fieldReceived: nghttp2_on_header_callback = {
        _, _, name, nameCount, value, valueCount, _, user in
        guard let session = unsafe session(user) else { return 0 }
        return unsafe session.fieldReceived(
            name: UnsafeBufferPointer(start: name, count: nameCount).span,
            value: UnsafeBufferPointer(start: value, count: valueCount).span
        ).code
    }

    private static let invalidFieldReceived: nghttp2_on_invalid_header_callback = { _, _, _, _, _, _, _, user in
        unsafe session(user)?.invalidFieldReceived().code ?? 0
    }

    private static let dataReceived: nghttp2_on_data_chunk_recv_callback = { _, _, _, data, count, user in
        guard let session = unsafe session(user) else { return 0 }
        return unsafe session.dataReceived(UnsafeBufferPointer(start: data, count: count).span).code
    }

    private static let frameReceived: nghttp2_on_frame_recv_callback = { _, frame, user in
        guard let session = unsafe session(user), let frame = unsafe frame?.pointee else { return 0 }
        let header = unsafe frame.hd
        let isLast = header.has(NGHTTP2_FLAG_END_STREAM)
        switch UInt32(header.type) {
        case NGHTTP2_HEADERS.rawValue:
            return session.headersEnded(stream: header.stream_id, endsResponse: isLast).code
        case NGHTTP2_DATA.rawValue:
            let isEmpty = unsafe frame.data.padlen >= header.length
            return session.dataEnded(isEmpty: isEmpty, endsResponse: isLast).code
        default:
            return 0
        }
    }

    private static let streamClosed: nghttp2_on_stream_close_callback = { _, stream, code, user in
        unsafe session(user)?.streamClosed(stream, code: code)
        return 0
    }

    private static let readBody: nghttp2_data_source_read_callback = { _, _, buffer, count, flags, _, user in
        guard let session = unsafe session(user) else { return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue) }
        let piece = unsafe session.readBody(into: UnsafeMutableBufferPointer(start: buffer, count: count))
        if piece.isLast { unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
        return piece.count
    }
}
