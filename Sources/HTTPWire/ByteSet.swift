/// A set of bytes that a grammar allows, tested with a shift and a mask.
struct ByteSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    /// Whether 0x80 to 0xFF belong to the set (`obs-text`, RFC 9110 §5.5).
    private let includesNonASCII: Bool

    init(_ characters: String, includesNonASCII: Bool = false) {
        self.includesNonASCII = includesNonASCII
        for byte in characters.utf8 where byte < 128 {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
        }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        if byte < 64 { return low >> UInt64(byte) & 1 == 1 }
        if byte < 128 { return high >> UInt64(byte - 64) & 1 == 1 }
        return includesNonASCII
    }

    @inline(__always)
    func containsAll(of bytes: [UInt8], in range: Range<Int>) -> Bool {
        for index in range where !contains(bytes[index]) { return false }
        return true
    }
}

extension ByteSet {
    private static let digits = "0123456789"
    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    private static let unreserved = letters + digits + "-._~"
    private static let subDelimiters = "!$&'()*+,;="

    /// `tchar` (RFC 9110 §5.6.2): methods and field names.
    static let token = ByteSet("!#$%&'*+-.^_`|~" + digits + letters)
    /// `field-vchar`, space and tab (RFC 9110 §5.5): no other control byte, so no CR, LF or NUL.
    static let fieldValue = ByteSet(
        "\t " + String(String.UnicodeScalarView((0x21...0x7E).map { Unicode.Scalar($0) })), includesNonASCII: true)
    /// `pchar`, `/` and `?` (RFC 3986 §3.3), and `"<>[]\^`{|}`, which players put into queries unescaped.
    static let target = ByteSet(unreserved + subDelimiters + "%:@/?" + "\"<>[]\\^`{|}")
    /// `host [ ":" port ]` (RFC 3986 §3.2.2) without user information.
    static let authority = ByteSet(unreserved + subDelimiters + "%:[]")
}
