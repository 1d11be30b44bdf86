internal import CCurl

/// libcurl, loaded and set up once, by the first who has mail to send, and never unloaded.
///
/// Unchecked: it is written before anybody else can see it.
@safe struct CurlLibrary: @unchecked Sendable {
    static let loaded = CurlLibrary()

    /// nil once it can be used; else why it cannot.
    let complaint: String?
    /// Never freed, for it is the process's.
    let functions: UnsafeMutablePointer<CCurl_Library>

    private init() {
        unsafe functions = .allocate(capacity: 1)
        unsafe functions.initialize(to: CCurl_Library())
        if let words = unsafe CCurl_load(functions) {
            complaint = unsafe String(cString: words)
        } else {
            // Before the first handle (curl_global_init(3)).
            complaint = unsafe CCurl_initialize(functions) == CURLE_OK ? nil : "libcurl cannot be set up"
        }
    }
}
