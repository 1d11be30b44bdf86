internal import Bytes
internal import COpenSSL

/// An ECDSA signature on P-256 in its two spellings: JOSE's r ‖ s (RFC 7518 §3.4) and OpenSSL's DER (RFC 3279 §2.2.3).
enum ECDSASignature {
    private static let numberByteCount = 32

    /// The DER of `raw`, which has 64 bytes, and its length; whether the numbers are in range is for the verification
    /// to say.
    ///
    /// The longest has 72: a head of two bytes, and for each number two, a zero before its set high bit, and 32.
    static func inlineDER(fromRaw raw: Span<UInt8>) -> (der: InlineArray<72, UInt8>, count: Int) {
        var der = InlineArray<72, UInt8>(repeating: 0)
        var count = 2
        append(raw.extracting(first: numberByteCount), to: &der, &count)
        append(raw.extracting(last: numberByteCount), to: &der, &count)
        der[0] = 0x30  // SEQUENCE; at most 70 bytes, so one byte of length
        der[1] = UInt8(truncatingIfNeeded: count - 2)
        return (der, count)
    }

    /// X.690 §8.3: no leading zeros, except one before a set high bit.
    private static func append(_ number: Span<UInt8>, to der: inout InlineArray<72, UInt8>, _ count: inout Int) {
        var first = 0
        while first < number.count, number[first] == 0 { first += 1 }
        let needsZero = first == number.count || number[first] >= 0x80
        der[count] = 0x02
        der[count + 1] = UInt8(truncatingIfNeeded: number.count - first + (needsZero ? 1 : 0))
        count += needsZero ? 3 : 2  // the zero is there already
        for index in first..<number.count {
            der[count] = number[index]
            count += 1
        }
    }

    /// The 64 bytes of a signature that OpenSSL just made.
    static func raw(fromDER der: [UInt8]) throws(CryptographyFailure) -> [UInt8] {
        let signature = unsafe der.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return unsafe d2i_ECDSA_SIG(nil, &start, bytes.count)
        }
        guard let signature = unsafe signature else { throw .draining("d2i_ECDSA_SIG") }
        defer { unsafe ECDSA_SIG_free(signature) }
        let size = CInt(numberByteCount)
        var r = [UInt8](repeating: 0, count: numberByteCount)
        var s = r
        guard unsafe BN_bn2binpad(ECDSA_SIG_get0_r(signature), &r, size) == size,
            unsafe BN_bn2binpad(ECDSA_SIG_get0_s(signature), &s, size) == size
        else { throw .draining("BN_bn2binpad") }
        return r + s
    }
}
