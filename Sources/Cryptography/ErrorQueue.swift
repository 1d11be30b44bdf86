internal import COpenSSL

/// OpenSSL's error queue, of which each thread has one.
///
/// Cleared before a call whose result reads it, drained after: a stale entry would speak for somebody else's failure.
enum ErrorQueue {
    static func clear() { ERR_clear_error() }

    /// Empties the queue into one line, oldest first.
    static func drain() -> String {
        var reasons: [String] = []
        while case let code = ERR_get_error(), code != 0 { reasons.append(reason(for: code)) }
        return reasons.isEmpty ? "no reason given" : reasons.joined(separator: "; ")
    }

    private static func reason(for code: UInt) -> String {
        if let text = unsafe ERR_reason_error_string(code) { return unsafe String(cString: text) }
        return "error \(code)"
    }
}
