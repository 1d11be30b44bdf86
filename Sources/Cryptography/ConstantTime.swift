internal import COpenSSL

/// Whether both hold the same bytes, in a time that depends on their lengths only.
///
/// Different lengths are unequal; a length is no secret.
package func constantTimeEquals(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
    guard one.count == other.count else { return false }
    return unsafe one.withUnsafeBufferPointer { one in
        unsafe other.withUnsafeBufferPointer { other in
            guard let one = one.baseAddress, let otherStart = other.baseAddress else { return true }  // both are empty
            return unsafe COpenSSL_areEqual(one, otherStart, other.count) == 1
        }
    }
}

/// Whether both hold the same bytes, in a time that depends on their lengths only.
package func constantTimeEquals(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    constantTimeEquals(one.span, other.span)
}
