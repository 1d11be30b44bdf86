internal import COpenSSL
internal import Glibc

/// OpenSSL's error queue, of which each thread has one.
///
/// Cleared before a call whose result reads it, drained after: a stale entry would speak for somebody else's failure.
enum ErrorQueue {
    /// Clearing wipes sixteen places; looking whether there is anything to wipe costs a fraction, and there seldom is.
    static func clear() { if ERR_peek_error() != 0 { ERR_clear_error() } }

    /// Empties the queue into one line, oldest first, each reason once.
    static func drain() -> String {
        var reasons: [String] = []
        while case let code = ERR_get_error(), code != 0 {
            let reason = reason(for: code)
            // "system lib" only repeats that the entry before it came from the system.
            if reason != "system lib" && !reasons.contains(reason) { reasons.append(reason) }
        }
        return reasons.isEmpty ? "no reason given" : reasons.joined(separator: "; ")
    }

    private static func reason(for code: UInt) -> String {
        if let text = unsafe ERR_reason_error_string(code) { return unsafe String(cString: text) }
        // Since 3.0 a system error carries its errno, and leaves the words to us.
        guard let text = unsafe strerror(ERR_GET_REASON(code)) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
