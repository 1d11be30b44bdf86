internal import CNGHTTP2

/// What we ask of nghttp2 and what we tell the client: every choice there is, and why it was made as it is.
///
/// An option that is missing here is one that only clients have, or that would switch a check off.
@safe enum HTTP2Setup {
    /// Bytes a stream may send before we refill its window: a license request fits several times, and a body of the
    /// largest route fits without a wait.
    private static let initialWindow: UInt32 = 65_535
    /// Bytes of a frame we take; more would only make others wait behind it (RFC 9113 §4.2 allows no less).
    private static let frameBytes: UInt32 = 16_384
    /// Bytes of fields we remember having sent (RFC 7541 §4.1), if the client will; the usual size.
    private static let answerTableBytes = 4_096

    /// The same for all sessions, for nghttp2 copies what it keeps of it; never changed, and so shared freely.
    private nonisolated(unsafe) static let callbacks: OpaquePointer? = {
        var callbacks: OpaquePointer?
        guard unsafe nghttp2_session_callbacks_new(&callbacks) == 0, let callbacks = unsafe callbacks else {
            return nil
        }
        unsafe HTTP2Callbacks.install(callbacks)
        return unsafe callbacks
    }()

    /// Nil only when memory is short.
    static func makeServer(_ limits: WireLimits, _ memory: HTTP2Memory) -> OpaquePointer? {
        var option: OpaquePointer?
        guard let callbacks = unsafe callbacks, unsafe nghttp2_option_new(&option) == 0, let option = unsafe option
        else {
            return nil
        }
        defer { unsafe nghttp2_option_del(option) }
        unsafe configure(option, limits)
        var session: OpaquePointer?
        var functions = unsafe memory.functions
        guard unsafe nghttp2_session_server_new3(&session, callbacks, nil, option, &functions) == 0 else { return nil }
        return unsafe session
    }

    /// What servers and clients have in common.
    static func configure(_ option: OpaquePointer, _ limits: WireLimits) {
        // Behind our own count of resets, and wider: theirs refills by the clock, and so depends on the machine.
        let resets = 10 * UInt64(clamping: min(limits.resets, 1_000_000))
        unsafe nghttp2_option_set_stream_reset_rate_limit(option, resets, resets)
        // nghttp2 collects a header block before it tells of it, so only nghttp2 can count its pieces.
        unsafe nghttp2_option_set_max_continuations(option, limits.continuations)
        // Echoes queue up while the client reads nothing. What is in the queue is also in `controlFrames`.
        unsafe nghttp2_option_set_max_outbound_ack(option, limits.acknowledgementsWaiting)
        unsafe nghttp2_option_set_max_settings(option, limits.settingsEntries)
        // Closed streams are kept for priorities that RFC 9113 §5.3.2 abolished: memory for nothing.
        unsafe nghttp2_option_set_no_closed_streams(option, 1)
        // Answers repeat their fields, and an index is quicker made than a Huffman code.
        unsafe nghttp2_option_set_max_deflate_dynamic_table_size(option, answerTableBytes)
        // Windows are refilled as data comes in: what is held is bounded by `requestBytes`, and a stream over that is
        // refused. Held back by hand, the connection's one window could be used up by bodies none of which can end.
        unsafe nghttp2_option_set_no_auto_window_update(option, 0)
        // An echo is due at once (RFC 9113 §6.7), and nobody knows better than nghttp2 when.
        unsafe nghttp2_option_set_no_auto_ping_ack(option, 0)
        // The checks of RFC 9113 §8 stay on: pseudo-fields, forbidden fields, content length.
        unsafe nghttp2_option_set_no_http_messaging(option, 0)
        // The preface is checked (§3.4), and white space around a value refused (§8.2.1).
        unsafe nghttp2_option_set_no_recv_client_magic(option, 0)
        unsafe nghttp2_option_set_no_rfc9113_leading_and_trailing_ws_validation(option, 0)
        // Who still sends the old priorities is not served in their order: no tree, no nodes for streams to come.
        unsafe nghttp2_option_set_server_fallback_rfc7540_priorities(option, 0)
    }

    /// What the client is told; it binds the client once it has said so (RFC 9113 §6.5.3).
    static func submitSettings(_ session: OpaquePointer, _ limits: WireLimits) {
        unsafe submit(
            [
                // Disarms the HPACK bomb: requests for licenses gain nothing from a table (RFC 7541 §4.2).
                (NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, 0),
                (NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.concurrentStreams),
                (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, initialWindow),
                (NGHTTP2_SETTINGS_MAX_FRAME_SIZE, frameBytes),
                (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, UInt32(clamping: limits.headerBytes)),
                (NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL, 0),
                // No tree of priorities (RFC 9218 §2.1): answers of one turn leave in one send anyway.
                (NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
            ], to: session)
    }

    static func submit(_ settings: [(nghttp2_settings_id, UInt32)], to session: OpaquePointer) {
        let entries = settings.map { nghttp2_settings_entry(settings_id: Int32($0.0.rawValue), value: $0.1) }
        _ = unsafe entries.withUnsafeBufferPointer { buffer in
            unsafe nghttp2_submit_settings(
                session, UInt8(NGHTTP2_FLAG_NONE.rawValue), buffer.baseAddress, buffer.count)
        }
    }
}
