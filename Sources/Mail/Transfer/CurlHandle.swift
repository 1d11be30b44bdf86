internal import CCurl

/// One easy handle of libcurl, with the buffer it writes its errors to.
@safe struct CurlHandle: ~Copyable {
    private let handle: UnsafeMutableRawPointer  // owned; cleaned up in deinit
    private let errorText: UnsafeMutablePointer<CChar>  // owned; CURL_ERROR_SIZE bytes, which the handle points to
    private let library: UnsafePointer<CCurl_Library>  // the process's

    init() throws(MailFailure) {
        let loaded = CurlLibrary.loaded
        if let complaint = loaded.complaint { throw .unreachable(complaint) }
        guard let handle = unsafe loaded.functions.pointee.easyInit() else {
            throw .unreachable("libcurl has no memory")
        }
        unsafe library = UnsafePointer(loaded.functions)
        unsafe self.handle = unsafe handle
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        // Both store a pointer and cannot fail.
        unsafe _ = CCurl_setErrorBuffer(library, handle, errorText)
        unsafe _ = CCurl_setDiscard(library, handle)
    }

    deinit {
        unsafe library.pointee.easyCleanup(handle)
        unsafe errorText.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) throws(MailFailure) {
        try check(unsafe CCurl_setLong(library, handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(MailFailure) {
        try check(unsafe CCurl_setText(library, handle, option, value))
    }

    func send(_ message: [UInt8], to recipients: [String]) throws(MailFailure) {
        var list: UnsafeMutablePointer<curl_slist>?
        for recipient in recipients { unsafe list = library.pointee.listAppend(list, recipient) }
        defer { unsafe library.pointee.listFree(list) }
        try check(unsafe CCurl_setList(library, handle, CURLOPT_MAIL_RCPT, list))
        let result = unsafe message.withUnsafeBufferPointer { bytes in
            var upload = unsafe CCurl_Upload(bytes: bytes.baseAddress, count: bytes.count)
            return unsafe withUnsafeMutablePointer(to: &upload) { upload in
                let result = unsafe CCurl_setUpload(library, handle, upload)
                return unsafe result == CURLE_OK ? library.pointee.easyPerform(handle) : result
            }
        }
        try check(result)
    }

    private func check(_ result: CURLcode) throws(MailFailure) {
        guard result != CURLE_OK else { return }
        let detail = unsafe String(cString: errorText)
        let general = unsafe library.pointee.easyErrorText(result).map { unsafe String(cString: $0) } ?? ""
        let words = detail.isEmpty ? general : detail
        let reason = String(
            words.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) }
                .prefix(MailLimits.reasonCharacters))
        let code = Int(unsafe CCurl_responseCode(library, handle))
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
