/// Reads one escape of a JSON string (RFC 8259 §7), behind its backslash.
struct JSONEscape {
    private(set) var offset: Int

    init(at offset: Int) { self.offset = offset }

    mutating func read(_ bytes: Span<UInt8>) throws(Malformed) -> Unicode.Scalar {
        guard offset < bytes.count else { throw expected("an escape") }
        let letter = bytes[offset]
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar(bytes)
        default: throw Malformed(offset: offset - 1, expected: "an escape")
        }
    }

    /// One `\uXXXX`, or the two that make a surrogate pair; a surrogate alone is no character.
    private mutating func scalar(_ bytes: Span<UInt8>) throws(Malformed) -> Unicode.Scalar {
        let start = offset
        let first = try codeUnit(bytes)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, offset + 2 <= bytes.count, bytes.extracting(offset..<offset + 2).equals("\\u") else {
            throw Malformed(offset: start, expected: "a pair")
        }
        offset += 2
        let second = try codeUnit(bytes)
        guard 0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + UInt32(first - 0xD800) << 10 + UInt32(second - 0xDC00))
        else { throw Malformed(offset: start, expected: "a pair of surrogates") }
        return scalar
    }

    private mutating func codeUnit(_ bytes: Span<UInt8>) throws(Malformed) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard offset < bytes.count, let digit = Hex.value(of: bytes[offset]) else { throw expected("a hex digit") }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }

    private func expected(_ what: String) -> Malformed { Malformed(offset: offset, expected: what) }
}
