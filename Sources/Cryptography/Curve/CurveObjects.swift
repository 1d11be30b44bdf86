internal import Bytes
internal import COpenSSL

/// P-256 as OpenSSL holds it, made once: nothing changes a group after it is made, and threads share it freely.
enum P256Group {
    nonisolated(unsafe) static let pointer: OpaquePointer = {
        guard let group = unsafe EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1) else {
            preconditionFailure("this OpenSSL offers no P-256: \(ErrorQueue.drain())")
        }
        return unsafe group
    }()
}

/// An `EC_POINT` with one owner, wiped at its end: it may stand for a key.
@safe struct CurvePoint: ~Copyable {
    let pointer: OpaquePointer

    init() throws(CryptographyFailure) {
        guard let pointer = unsafe EC_POINT_new(P256Group.pointer) else { throw .draining("EC_POINT_new") }
        unsafe self.pointer = unsafe pointer
    }

    deinit { unsafe EC_POINT_clear_free(pointer) }

    /// The point that `encoding` stands for (SEC 1 §2.3.4), or false.
    ///
    /// OpenSSL refuses coordinates beyond the field and points off the curve.
    mutating func decode(_ encoding: Span<UInt8>) -> Bool {
        let result = unsafe encoding.withUnsafeBufferPointer { bytes in
            unsafe EC_POINT_oct2point(P256Group.pointer, pointer, bytes.baseAddress, bytes.count, nil)
        }
        if result != 1 { ErrorQueue.clear() }
        return result == 1
    }

    /// Writes 04 ‖ X ‖ Y; false for the point at infinity, which has no coordinates.
    borrowing func encode(into encoding: inout InlineArray<65, UInt8>) -> Bool {
        var span = encoding.mutableSpan
        let count = unsafe span.withUnsafeMutableBufferPointer { bytes in
            unsafe EC_POINT_point2oct(
                P256Group.pointer, pointer, POINT_CONVERSION_UNCOMPRESSED, bytes.baseAddress, bytes.count, nil)
        }
        if count != span.count { ErrorQueue.clear() }
        return count == span.count
    }
}

/// A `BIGNUM` with one owner, wiped at its end.
@safe struct Scalar: ~Copyable {
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

    deinit { unsafe BN_clear_free(pointer) }

    /// From big-endian bytes; nil unless it lies between zero and the group's order, neither included.
    init?(_ secret: Secret) throws(CryptographyFailure) {
        let number = unsafe secret.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe BN_bin2bn(bytes.baseAddress, CInt(clamping: bytes.count), nil)
            }
        }
        guard let number = unsafe number else { throw .draining("BN_bin2bn") }
        unsafe self.init(owning: number)
        guard unsafe BN_is_zero(number) == 0, unsafe BN_cmp(number, EC_GROUP_get0_order(P256Group.pointer)) < 0 else {
            return nil
        }
    }

    /// Any such number, each as likely as the others.
    static func random() throws(CryptographyFailure) -> Scalar {
        guard let number = unsafe BN_new() else { throw .draining("BN_new") }
        let scalar = unsafe Scalar(owning: number)
        for _ in 0..<3 {  // Zero comes once in 2²⁵⁶ draws.
            guard unsafe BN_priv_rand_range(number, EC_GROUP_get0_order(P256Group.pointer)) == 1 else {
                throw .draining("BN_priv_rand_range")
            }
            if unsafe BN_is_zero(number) == 0 { return scalar }
        }
        throw CryptographyFailure(call: "BN_priv_rand_range", reason: "only zeros")
    }

    borrowing func secret() throws(CryptographyFailure) -> Secret {
        try Secret(count: P256Point.coordinateByteCount) { (span) throws(CryptographyFailure) in
            let count = unsafe span.withUnsafeMutableBufferPointer { bytes in
                unsafe BN_bn2binpad(pointer, bytes.baseAddress, CInt(bytes.count))
            }
            guard Int(count) == span.count else { throw .draining("BN_bn2binpad") }
        }
    }
}
