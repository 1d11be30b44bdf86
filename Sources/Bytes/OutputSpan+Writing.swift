/// What answers and records are made of, written where room was made for all of it before.
extension OutputSpan<UInt8> {
    /// Adds the bytes of `word` in UTF-8.
    package mutating func append(literal word: StaticString) {
        unsafe append(raw: UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    package mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append(raw: $0) }
    }

    /// Adds the bytes of `text` in UTF-8.
    package mutating func append(text: String) { append(copying: text.utf8.span) }

    /// Adds an integer in network order.
    package mutating func append(bigEndian value: UInt64) { appendBytes(of: value.bigEndian) }
    package mutating func append(bigEndian value: UInt128) { appendBytes(of: value.bigEndian) }

    /// Adds the sixteen bytes of `value` in base64url without padding, which are 22 characters.
    package mutating func append(base64URL value: UInt128) {
        append(base64URL: UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value))
    }

    /// Adds the UUID of `value`, 36 characters.
    package mutating func append(uuid value: UInt128) { append(copying: UUIDText.bytes(of: value).span) }

    @inline(__always)
    private mutating func append(base64URL high: UInt64, _ low: UInt64) {
        let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        var text = InlineArray<22, UInt8>(repeating: 0)
        for place in 0..<10 {
            unsafe text[place] = alphabet.utf8Start[Int(truncatingIfNeeded: high &>> UInt64(58 &- 6 &* place) & 63)]
            unsafe text[place &+ 11] =
                alphabet.utf8Start[Int(truncatingIfNeeded: low &>> UInt64(56 &- 6 &* place) & 63)]
        }
        unsafe text[10] = alphabet.utf8Start[Int(truncatingIfNeeded: (high &<< 2 | low &>> 62) & 63)]
        unsafe text[21] = alphabet.utf8Start[Int(truncatingIfNeeded: low &<< 4 & 63)]
        append(copying: text.span)
    }

    @inline(__always)
    private mutating func appendBytes(of value: some BitwiseCopyable) {
        unsafe Swift.withUnsafeBytes(of: value) { unsafe append(raw: $0) }
    }

    @inline(__always)
    private mutating func append(raw bytes: UnsafeRawBufferPointer) {
        unsafe withUnsafeMutableBufferPointer { all, count in
            precondition(bytes.count <= all.count &- count, "room was made for all that is written")
            guard let source = bytes.baseAddress, let target = all.baseAddress else { return }
            unsafe UnsafeMutableRawPointer(target + count).copyMemory(from: source, byteCount: bytes.count)
            count &+= bytes.count
        }
    }
}
