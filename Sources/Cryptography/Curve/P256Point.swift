internal import Bytes
internal import COpenSSL

/// A point on the curve P-256 (FIPS 186-5, SP 800-186 §3.2.1.3) other than infinity: a public key, for example.
package struct P256Point: Hashable, Sendable {
    package static let byteCount = 64
    package static let coordinateByteCount = 32

    /// X ‖ Y, 32 bytes each, big-endian.
    package let bytes: [UInt8]

    /// Nil unless these are the 64 bytes of a point on the curve.
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount, var point = try? CurvePoint(), point.decode(x: bytes, isWhole: true) else {
            return nil
        }
        self.bytes = [UInt8](copying: bytes)
    }

    package init?(_ bytes: [UInt8]) { self.init(bytes.span) }

    /// Nil for the point at infinity.
    init?(_ point: borrowing CurvePoint) {
        var encoding = InlineArray<65, UInt8>(repeating: 0)
        guard point.encode(into: &encoding) else { return nil }
        bytes = [UInt8](copying: encoding.span.extracting(droppingFirst: 1))
    }

    /// OpenSSL's point; these bytes were checked before.
    func point() throws(CryptographyFailure) -> CurvePoint {
        var point = try CurvePoint()
        guard point.decode(x: bytes.span, isWhole: true) else { throw .draining("EC_POINT_oct2point") }
        return point
    }
}

extension CurvePoint {
    /// Reads X ‖ Y when `isWhole`, or X alone, for which the curve has two points; then it is the one with an even Y.
    mutating func decode(x bytes: Span<UInt8>, isWhole: Bool = false) -> Bool {
        var encoding = InlineArray<65, UInt8>(repeating: 0)
        guard bytes.count == (isWhole ? P256Point.byteCount : P256Point.coordinateByteCount) else { return false }
        encoding[0] = isWhole ? 4 : 2  // SEC 1 §2.3.3
        for index in bytes.indices { encoding[index + 1] = bytes[index] }
        defer { for index in encoding.indices { encoding[index] = 0 } }  // It may have been a key.
        return decode(encoding.span.extracting(first: bytes.count + 1))
    }
}
