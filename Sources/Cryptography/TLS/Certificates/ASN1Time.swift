internal import Bytes
internal import COpenSSL

/// Times as certificates and OCSP responses have them (RFC 5280 §4.1.2.5).
enum ASN1Time {
    /// Nil for a time that is none.
    static func timestamp(_ time: UnsafePointer<ASN1_TIME>?) -> Timestamp? {
        guard let time = unsafe time, let epoch = unsafe ASN1_TIME_set(nil, 0) else { return nil }
        defer { unsafe ASN1_STRING_free(epoch) }
        var (days, seconds): (CInt, CInt) = (0, 0)
        guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else {
            ErrorQueue.clear()
            return nil
        }
        return Timestamp(seconds: Int64(days) * 86400 + Int64(seconds))
    }
}
