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
    static var answerSource: nghttp2_data_provider {
        unsafe nghttp2_data_provider(source: nghttp2_data_source(ptr: nil), read_callback: readAnswer)
    }

    private static func session(_ user: UnsafeMutableRawPointer?) -> HTTP2Session? {
        guard let user = unsafe user else { return nil }
        return unsafe Unmanaged<HTTP2Session>.fromOpaque(user).takeUnretainedValue()
    }

    private static let headersBegan: nghttp2_on_begin_headers_callback = { _, frame, user in
        guard let session = unsafe session(user), let frame = unsafe frame?.pointee else { return 0 }
        return unsafe session.headersBegan(
            stream: frame.hd.stream_id, isRequest: frame.headers.cat == NGHTTP2_HCAT_REQUEST
        ).code
    }

    private static let fieldReceived: nghttp2_on_header_callback = {
        _, _, name, nameCount, value, valueCount, _, user in
        guard let session = unsafe session(user) else { return 0 }
        return unsafe session.fieldReceived(
            name: UnsafeBufferPointer(start: name, count: nameCount).span,
            value: UnsafeBufferPointer(start: value, count: valueCount).span
        ).code
    }

    private static let invalidFieldReceived: nghttp2_on_invalid_header_callback = {
        _, frame, _, nameCount, _, valueCount, _, user in
        guard let session = unsafe session(user), let frame = unsafe frame?.pointee else { return 0 }
        return unsafe session.invalidFieldReceived(stream: frame.hd.stream_id, byteCount: nameCount + valueCount).code
    }

    private static let dataReceived: nghttp2_on_data_chunk_recv_callback = { _, _, stream, data, count, user in
        guard let session = unsafe session(user) else { return 0 }
        unsafe session.dataReceived(UnsafeBufferPointer(start: data, count: count).span, on: stream)
        return 0
    }

    private static let frameReceived: nghttp2_on_frame_recv_callback = { _, frame, user in
        guard let session = unsafe session(user), let frame = unsafe frame?.pointee else { return 0 }
        let header = unsafe frame.hd
        switch UInt32(header.type) {
        case NGHTTP2_HEADERS.rawValue:
            session.headersEnded(stream: header.stream_id, endsRequest: header.has(NGHTTP2_FLAG_END_STREAM))
        case NGHTTP2_DATA.rawValue:
            let isPadding = unsafe header.length > session.limits.smallDataBytes && frame.data.padlen >= header.length
            return session.dataEnded(
                stream: header.stream_id, isPadding: isPadding, endsRequest: header.has(NGHTTP2_FLAG_END_STREAM)
            ).code
        case NGHTTP2_RST_STREAM.rawValue:
            return session.streamReset().code
        case NGHTTP2_PING.rawValue where header.has(NGHTTP2_FLAG_ACK):
            session.roundTripEnded(about: unsafe frame.ping.subject)
        default:
            break
        }
        return 0
    }

    private static let frameSent: nghttp2_on_frame_send_callback = { _, frame, user in
        guard let session = unsafe session(user), let frame = unsafe frame?.pointee else { return 0 }
        let header = unsafe frame.hd
        switch UInt32(header.type) {
        case NGHTTP2_HEADERS.rawValue, NGHTTP2_DATA.rawValue:
            let isSmall = header.type == NGHTTP2_DATA.rawValue && header.length <= session.limits.smallDataBytes
            session.answerSent(
                on: header.stream_id, isSmall: isSmall, isWhole: header.has(NGHTTP2_FLAG_END_STREAM))
        case NGHTTP2_RST_STREAM.rawValue:
            // A reset that ends a refused body is our courtesy, and not the client's fault (RFC 9113 §8.1).
            return unsafe frame.rst_stream.error_code == NGHTTP2_NO_ERROR.rawValue ? 0 : session.streamReset().code
        default:
            break
        }
        return 0
    }

    private static let streamClosed: nghttp2_on_stream_close_callback = { _, stream, _, user in
        unsafe session(user)?.streamClosed(stream)
        return 0
    }

    private static let readAnswer: nghttp2_data_source_read_callback = { _, stream, _, count, flags, _, user in
        guard let session = unsafe session(user), let stream = session.stream(stream) else {
            return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
        }
        let piece = session.nextPiece(of: stream, atMost: count)
        if piece.isLast { unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
        guard piece.count > 0 else { return piece.isLast ? 0 : Int(NGHTTP2_ERR_DEFERRED.rawValue) }
        // Our bytes go straight behind the frame's head, and not through nghttp2's buffer.
        unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
        return piece.count
    }

    private static let sendData: nghttp2_send_data_callback = { _, frame, head, count, _, user in
        guard let session = unsafe session(user), let id = unsafe frame?.pointee.hd.stream_id,
            let stream = session.stream(id)
        else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
        unsafe session.writeData(UnsafeBufferPointer(start: head, count: frameHeadBytes), count, of: stream)
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
