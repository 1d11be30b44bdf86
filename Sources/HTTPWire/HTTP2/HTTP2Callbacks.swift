internal import CNGHTTP2

/// Where C calls back: each function finds its session and passes plain values on.
///
/// Inside a callback, nghttp2 may be asked to submit frames and must not be asked to send or receive.
enum HTTP2Callbacks {
    /// What a frame has before its payload (RFC 9113 §4.1).
    private static let frameHeadBytes = 9

    static func install(_ callbacks: OpaquePointer) {
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, headersBegan)
        unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks, fieldReceived)
        unsafe nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, invalidFieldReceived)
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, dataReceived)
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, frameReceived)
        unsafe nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, frameSent)
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, streamClosed)
        unsafe nghttp2_session_callbacks_set_send_data_callback(callbacks, sendData)
    }

    /// Where the next piece of an answer comes from.
    static func answerSource(_ stream: HTTP2Stream) -> nghttp2_data_provider {
        let stream = unsafe Unmanaged.passUnretained(stream).toOpaque()
        return unsafe nghttp2_data_provider(source: nghttp2_data_source(ptr: stream), read_callback: readAnswer)
    }

    /// The session that C knows by `user`; it outlives the call that calls back, so no reference is counted.
    private static func session(_ user: UnsafeMutableRawPointer?) -> Unmanaged<HTTP2Session>? {
        unsafe user.map { unsafe Unmanaged.fromOpaque($0) }
    }

    /// The stream that C knows by `source`: C forgets it before the session does.
    private static func stream(_ source: UnsafeMutablePointer<nghttp2_data_source>?) -> Unmanaged<HTTP2Stream>? {
        unsafe source?.pointee.ptr.map { unsafe Unmanaged.fromOpaque($0) }
    }

    private static let headersBegan: nghttp2_on_begin_headers_callback = { _, frame, user in
        guard let session = unsafe session(user), let frame = unsafe frame else { return 0 }
        let (stream, category) = unsafe (frame.pointee.hd.stream_id, frame.pointee.headers.cat)
        return unsafe session._withUnsafeGuaranteedRef {
            $0.headersBegan(stream: stream, isRequest: category == NGHTTP2_HCAT_REQUEST).code
        }
    }

    private static let fieldReceived: nghttp2_on_header_callback = {
        _, _, name, nameCount, value, valueCount, _, user in
        guard let session = unsafe session(user) else { return 0 }
        return unsafe session._withUnsafeGuaranteedRef {
            unsafe $0.fieldReceived(
                name: UnsafeBufferPointer(start: name, count: nameCount).span,
                value: UnsafeBufferPointer(start: value, count: valueCount).span
            ).code
        }
    }

    private static let invalidFieldReceived: nghttp2_on_invalid_header_callback = {
        _, frame, _, nameCount, _, valueCount, _, user in
        guard let session = unsafe session(user), let stream = unsafe frame?.pointee.hd.stream_id else { return 0 }
        return unsafe session._withUnsafeGuaranteedRef {
            $0.invalidFieldReceived(stream: stream, byteCount: nameCount + valueCount).code
        }
    }

    private static let dataReceived: nghttp2_on_data_chunk_recv_callback = { _, _, stream, data, count, user in
        guard let session = unsafe session(user) else { return 0 }
        unsafe session._withUnsafeGuaranteedRef {
            unsafe $0.dataReceived(UnsafeBufferPointer(start: data, count: count).span, on: stream)
        }
        return 0
    }

    private static let frameReceived: nghttp2_on_frame_recv_callback = { _, frame, user in
        guard let session = unsafe session(user), let frame = unsafe frame else { return 0 }
        return unsafe session._withUnsafeGuaranteedRef { unsafe received(frame, by: $0).code }
    }

    private static func received(_ frame: UnsafePointer<nghttp2_frame>, by session: HTTP2Session) -> CallbackVerdict {
        let header = unsafe frame.pointee.hd
        switch UInt32(header.type) {
        case NGHTTP2_HEADERS.rawValue:
            session.headersEnded(stream: header.stream_id, endsRequest: header.has(NGHTTP2_FLAG_END_STREAM))
        case NGHTTP2_DATA.rawValue:
            let padding = unsafe frame.pointee.data.padlen
            let isPadding = header.length > session.limits.smallDataBytes && padding >= header.length
            return session.dataEnded(
                stream: header.stream_id, isPadding: isPadding, endsRequest: header.has(NGHTTP2_FLAG_END_STREAM))
        case NGHTTP2_RST_STREAM.rawValue:
            return session.streamReset()
        case NGHTTP2_PING.rawValue where header.has(NGHTTP2_FLAG_ACK):
            session.roundTripEnded(about: unsafe frame.pointee.ping.subject)
        default:
            break
        }
        return .goOn
    }

    private static let frameSent: nghttp2_on_frame_send_callback = { _, frame, user in
        guard let session = unsafe session(user), let frame = unsafe frame else { return 0 }
        return unsafe session._withUnsafeGuaranteedRef { unsafe sent(frame, by: $0).code }
    }

    private static func sent(_ frame: UnsafePointer<nghttp2_frame>, by session: HTTP2Session) -> CallbackVerdict {
        let header = unsafe frame.pointee.hd
        switch UInt32(header.type) {
        case NGHTTP2_HEADERS.rawValue, NGHTTP2_DATA.rawValue:
            let isSmall = header.type == NGHTTP2_DATA.rawValue && header.length <= session.limits.smallDataBytes
            session.answerSent(
                on: header.stream_id, isSmall: isSmall, isWhole: header.has(NGHTTP2_FLAG_END_STREAM))
        case NGHTTP2_RST_STREAM.rawValue:
            // A reset that ends a refused body is our courtesy, and not the client's fault (RFC 9113 §8.1).
            return unsafe frame.pointee.rst_stream.error_code == NGHTTP2_NO_ERROR.rawValue
                ? .goOn : session.streamReset()
        default:
            break
        }
        return .goOn
    }

    private static let streamClosed: nghttp2_on_stream_close_callback = { _, stream, _, user in
        unsafe session(user)?._withUnsafeGuaranteedRef { $0.streamClosed(stream) }
        return 0
    }

    private static let readAnswer: nghttp2_data_source_read_callback = { _, _, _, count, flags, source, _ in
        guard let stream = unsafe stream(source) else { return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue) }
        let piece = unsafe stream._withUnsafeGuaranteedRef { $0.nextPiece(atMost: count) }
        if piece.isLast { unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
        guard piece.count > 0 else { return piece.isLast ? 0 : Int(NGHTTP2_ERR_DEFERRED.rawValue) }
        // Our bytes go straight behind the frame's head, and not through nghttp2's buffer.
        unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
        return piece.count
    }

    private static let sendData: nghttp2_send_data_callback = { _, _, head, count, source, user in
        guard let session = unsafe session(user), let stream = unsafe stream(source) else {
            return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
        }
        unsafe session._withUnsafeGuaranteedRef { session in
            unsafe stream._withUnsafeGuaranteedRef {
                unsafe session.writeData(UnsafeBufferPointer(start: head, count: frameHeadBytes), count, of: $0)
            }
        }
        return 0
    }
}

/// What a callback wants nghttp2 to do next.
enum CallbackVerdict {
    case goOn
    /// This stream is broken; the connection is not.
    case resetStream
    /// Stop at this very byte.
    case endConnection

    var code: Int32 {
        switch self {
        case .goOn: 0
        case .resetStream: NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
        case .endConnection: NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
        }
    }
}

extension nghttp2_frame_hd {
    func has(_ flag: nghttp2_flag) -> Bool { UInt32(flags) & flag.rawValue != 0 }
}

extension nghttp2_ping {
    /// What our PING was about, as its echo tells.
    fileprivate var subject: Int32 {
        let last = (opaque_data.4, opaque_data.5, opaque_data.6, opaque_data.7)
        let number = UInt32(last.0) << 24 | UInt32(last.1) << 16 | UInt32(last.2) << 8 | UInt32(last.3)
        return Int32(bitPattern: number)
    }
}
