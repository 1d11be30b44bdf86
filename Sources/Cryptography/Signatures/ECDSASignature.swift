internal import Bytes
internal import COpenSSL

/// An ECDSA signature on P-256 in its two spellings: JOSE's r ‖ s (RFC 7518 §3.4) and OpenSSL's DER (RFC 3279 §2.2.3).
enum ECDSASignature {
    private static let numberByteCount = 32

    /// The DER of `raw`, which has 64 bytes; whether the numbers are in range is for the verification to say.
    static func der(fromRaw raw: Span<UInt8>) -> [UInt8] {
        let bytes = [UInt8](copying: raw)
        let numbers = derInteger(bytes.prefix(numberByteCount)) + derInteger(bytes.suffix(numberByteCount))
        return [0x30, UInt8(numbers.count)] + numbers  // SEQUENCE; at most 70 bytes, so one byte of length
    }

    /// X.690 §8.3: no leading zeros, except one before a set high bit.
    private static func derInteger(_ number: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(number.drop { $0 == 0 })
        if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
        return [0x02, UInt8(digits.count)] + digits
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
