internal import CNGHTTP2

/// What we ask of nghttp2 and what we tell the server, before the first byte.
enum HTTP2ClientSetup {
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
        var session: OpaquePointer?
        guard unsafe nghttp2_session_client_new2(&session, callbacks, nil, option) == 0 else { return nil }
        return unsafe session
    }

    /// No pushes (RFC 9113 §8.4), and a table size of 0 against the HPACK bomb (RFC 7541 §4.2).
    static func submitSettings(_ session: OpaquePointer, _ limits: WireLimits) {
        let values: [(nghttp2_settings_id, UInt32)] = [
            (NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, 0),
            (NGHTTP2_SETTINGS_ENABLE_PUSH, 0),
            (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, UInt32(clamping: limits.headerBytes)),
        ]
        let entries = values.map { nghttp2_settings_entry(settings_id: Int32($0.0.rawValue), value: $0.1) }
        _ = unsafe entries.withUnsafeBufferPointer { buffer in
            unsafe nghttp2_submit_settings(
                session, UInt8(NGHTTP2_FLAG_NONE.rawValue), buffer.baseAddress, buffer.count)
        }
    }
}
