internal import CNGHTTP2

/// What we ask of nghttp2 and what we tell the server, before the first byte.
enum HTTP2ClientSetup {
    /// Behind CONTINUATION, the last of RFC 9113 §6.
    private static let firstUnknownFrameType: UInt8 = 10

    /// Nil only when memory is short.
    static func makeClient(_ limits: WireLimits) -> OpaquePointer? {
        var callbacks: OpaquePointer?
        var option: OpaquePointer?
        guard unsafe nghttp2_session_callbacks_new(&callbacks) == 0, let callbacks = unsafe callbacks else {
            return nil
        }
        defer { unsafe nghttp2_session_callbacks_del(callbacks) }
        guard unsafe nghttp2_option_new(&option) == 0, let option = unsafe option else { return nil }
        defer { unsafe nghttp2_option_del(option) }
        unsafe HTTP2ClientCallbacks.install(callbacks)
        unsafe HTTP2Setup.configure(option, limits)
        // Frames of unknown types are ignored (RFC 9113 §5.5), but not uncounted: nghttp2 tells only of types we take.
        for type in firstUnknownFrameType...UInt8.max {
            unsafe nghttp2_option_set_user_recv_extension_type(option, type)
        }
        var session: OpaquePointer?
        guard unsafe nghttp2_session_client_new2(&session, callbacks, nil, option) == 0 else { return nil }
        return unsafe session
    }

    /// No pushes (RFC 9113 §8.4), and a table size of 0 against the HPACK bomb (RFC 7541 §4.2).
    static func submitSettings(_ session: OpaquePointer, _ limits: WireLimits) {
        unsafe HTTP2Setup.submit(
            [
                (NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, 0),
                (NGHTTP2_SETTINGS_ENABLE_PUSH, 0),
                (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, UInt32(clamping: limits.headerBytes)),
            ], to: session)
    }
}
