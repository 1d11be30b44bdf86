internal import CCurl

/// One easy handle of libcurl, with the buffer it writes its errors to.
@safe struct CurlHandle: ~Copyable {
    private let handle: UnsafeMutableRawPointer  // owned; cleaned up in deinit
    private let errorText: UnsafeMutablePointer<CChar>  // owned; CURL_ERROR_SIZE bytes, which the handle points to

    /// Global state is set up once, before the first handle (curl_global_init(3)).
    private static let isInitialized = CCurl_initialize() == CURLE_OK

    init() throws(MailFailure) {
        guard Self.isInitialized, let handle = unsafe curl_easy_init() else {
            throw .unreachable("libcurl has no memory")
        }
        unsafe self.handle = unsafe handle
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        // Both store a pointer and cannot fail.
        unsafe _ = CCurl_setErrorBuffer(handle, errorText)
        unsafe _ = CCurl_setDiscard(handle)
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe errorText.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) throws(MailFailure) {
        try check(unsafe CCurl_setLong(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(MailFailure) {
        try check(unsafe CCurl_setText(handle, option, value))
    }

    func send(_ message: [UInt8], to recipients: [String]) throws(MailFailure) {
        var list: UnsafeMutablePointer<curl_slist>?
        for recipient in recipients { unsafe list = curl_slist_append(list, recipient) }
        defer { unsafe curl_slist_free_all(list) }
        try check(unsafe CCurl_setList(handle, CURLOPT_MAIL_RCPT, list))
        let result = unsafe message.withUnsafeBufferPointer { bytes in
            var upload = unsafe CCurl_Upload(bytes: bytes.baseAddress, count: bytes.count)
            return unsafe withUnsafeMutablePointer(to: &upload) { upload in
                let result = unsafe CCurl_setUpload(handle, upload)
                return unsafe result == CURLE_OK ? curl_easy_perform(handle) : result
            }
        }
        try check(result)
    }

    private func check(_ result: CURLcode) throws(MailFailure) {
        guard result != CURLE_OK else { return }
        let detail = unsafe String(cString: errorText)
        let words = unsafe detail.isEmpty ? String(cString: curl_easy_strerror(result)) : detail
        let reason = String(
            words.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) }
                .prefix(MailLimits.reasonCharacters))
        let code = Int(unsafe CCurl_responseCode(handle))
        if code >= 400, !Self.isAboutTheWay(result) { throw .refused(code: code, reason: reason) }
        throw .unreachable(reason)
    }

    /// Whether the trouble lies before the relay: its last reply then says nothing about this message.
    private static func isAboutTheWay(_ result: CURLcode) -> Bool {
        [
            CURLE_OPERATION_TIMEDOUT, CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_PEER_FAILED_VERIFICATION,
            CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED,
        ].contains(result)
    }
}
