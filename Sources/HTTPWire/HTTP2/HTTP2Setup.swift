internal import CNGHTTP2

/// What we ask of nghttp2 and what we tell the client, before the first byte.
enum HTTP2Setup {
    /// Bytes a stream may send before we refill its window: a license request fits several times.
    private static let initialWindow: UInt32 = 65_535
    /// Behind CONTINUATION, the last of RFC 9113 §6.
    private static let firstUnknownFrameType: UInt8 = 10

    /// Nil only when memory is short.
    static func makeServer(_ limits: WireLimits) -> OpaquePointer? {
        var callbacks: OpaquePointer?
        var option: OpaquePointer?
        guard unsafe nghttp2_session_callbacks_new(&callbacks) == 0, let callbacks = unsafe callbacks else {
            return nil
        }
        defer { unsafe nghttp2_session_callbacks_del(callbacks) }
        guard unsafe nghttp2_option_new(&option) == 0, let option = unsafe option else { return nil }
        defer { unsafe nghttp2_option_del(option) }
        unsafe HTTP2Callbacks.install(callbacks)
        unsafe configure(option, limits)
        var session: OpaquePointer?
        guard unsafe nghttp2_session_server_new2(&session, callbacks, nil, option) == 0 else { return nil }
        return unsafe session
    }

    static func configure(_ option: OpaquePointer, _ limits: WireLimits) {
        // Behind our own count of resets, and wider: theirs refills by the clock, and so depends on the machine.
        let resets = 10 * UInt64(clamping: min(limits.resets, 1_000_000))
        unsafe nghttp2_option_set_stream_reset_rate_limit(option, resets, resets)
        unsafe nghttp2_option_set_max_continuations(option, limits.continuations)
        unsafe nghttp2_option_set_max_outbound_ack(option, limits.acknowledgementsWaiting)
        unsafe nghttp2_option_set_max_settings(option, limits.settingsEntries)
        // Frames of unknown types are ignored (RFC 9113 §5.5), but not uncounted: nghttp2 tells only of types we take.
        for type in firstUnknownFrameType...UInt8.max {
            unsafe nghttp2_option_set_user_recv_extension_type(option, type)
        }
        // Closed streams are kept for priorities that RFC 9113 §5.3.2 abolished: memory for nothing.
        unsafe nghttp2_option_set_no_closed_streams(option, 1)
    }

    /// A table size of 0 disarms the HPACK bomb: requests for licenses gain nothing from it (RFC 7541 §4.2).
    static func submitSettings(_ session: OpaquePointer, _ limits: WireLimits) {
        let values: [(nghttp2_settings_id, UInt32)] = [
            (NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, 0),
            (NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.concurrentStreams),
            (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, initialWindow),
            (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, UInt32(clamping: limits.headerBytes)),
            (NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL, 0),
        ]
        let entries = values.map { nghttp2_settings_entry(settings_id: Int32($0.0.rawValue), value: $0.1) }
        _ = unsafe entries.withUnsafeBufferPointer { buffer in
            unsafe nghttp2_submit_settings(
                session, UInt8(NGHTTP2_FLAG_NONE.rawValue), buffer.baseAddress, buffer.count)
        }
    }
}
