/// A set of bytes that a grammar allows, tested with a shift and a mask.
struct ByteSet: Sendable {
    /// A bit for each byte from 0 to 63, and from 64 to 127.
    let low: UInt64
    let high: UInt64
    /// Whether 0x80 to 0xFF belong to the set (`obs-text`, RFC 9110 §5.5).
    let includesNonASCII: Bool

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        if byte < 64 { return low >> UInt64(byte) & 1 == 1 }
        if byte < 128 { return high >> UInt64(byte &- 64) & 1 == 1 }
        return includesNonASCII
    }

    @inline(__always)
    func containsAll(of bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
        let part = bytes.extracting(range)
        for index in part.indices where !contains(part[index]) { return false }
        return true
    }
}

// Spelled in bits, so that the compiler lays them down and nothing is made when the first request comes; a test spells
// them out.
extension ByteSet {
    /// `tchar` (RFC 9110 §5.6.2): methods and field names.
    static let token = ByteSet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE, includesNonASCII: false)
    /// `field-vchar`, space and tab (RFC 9110 §5.5): no other control byte, so no CR, LF or NUL.
    static let fieldValue = ByteSet(low: 0xFFFF_FFFF_0000_0200, high: 0x7FFF_FFFF_FFFF_FFFF, includesNonASCII: true)
    /// `pchar`, `/` and `?` (RFC 3986 §3.3), and `"<>[]\^`{|}`, which players put into queries unescaped.
    static let target = ByteSet(low: 0xFFFF_FFF6_0000_0000, high: 0x7FFF_FFFF_FFFF_FFFF, includesNonASCII: false)
    /// `host [ ":" port ]` (RFC 3986 §3.2.2) without user information.
    static let authority = ByteSet(low: 0x2FFF_7FF2_0000_0000, high: 0x47FF_FFFE_AFFF_FFFE, includesNonASCII: false)
}
