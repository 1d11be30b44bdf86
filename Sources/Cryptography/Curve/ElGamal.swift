package import Bytes
internal import COpenSSL

/// ElGamal's encryption on P-256, as PlayReady uses it: what is sealed is the X coordinate of a point.
///
/// With public key Q = dG and a random k, a point M becomes kG ‖ M + kQ. There is no check of integrity: whoever seals
/// adds one.
package enum ElGamal {
    /// Two points.
    package static let sealedByteCount = 2 * P256Point.byteCount
}

extension P256Point {
    /// Seals 32 bytes for whoever has the private key; nil when they are no X coordinate of the curve.
    ///
    /// About every second value is one, so the caller draws what it may choose until one is.
    ///
    /// - Parameter ephemeral: k, for tests; drawn when nil.
    package func seal(x: Secret, ephemeral: Secret? = nil) throws(CryptographyFailure) -> [UInt8]? {
        var message = try CurvePoint()
        guard x.withBytes({ message.decode(x: $0) }) else { return nil }
        let k = try Scalar.ephemeral(ephemeral)
        let first = try CurvePoint()
        let second = try CurvePoint()
        let key = try point()
        let group = unsafe P256Group.pointer
        guard unsafe EC_POINT_mul(group, first.pointer, k.pointer, nil, nil, nil) == 1,
            unsafe EC_POINT_mul(group, second.pointer, nil, key.pointer, k.pointer, nil) == 1,
            unsafe EC_POINT_add(group, second.pointer, message.pointer, second.pointer, nil) == 1,
            let one = P256Point(first), let other = P256Point(second)
        else { throw .draining("EC_POINT_mul") }
        return one.bytes + other.bytes
    }
}

extension P256PrivateKey {
    package func open(_ sealed: [UInt8]) throws(CryptographyFailure) -> Secret? { try open(sealed.span) }

    /// The 32 bytes that were sealed, or nil when `sealed` is not two points on the curve.
    ///
    /// Nothing tells a wrong key from the right one; what stands in the plaintext has to.
    package func open(_ sealed: Span<UInt8>) throws(CryptographyFailure) -> Secret? {
        guard sealed.count == ElGamal.sealedByteCount else { return nil }
        var first = try CurvePoint()
        var second = try CurvePoint()
        guard first.decode(x: sealed.extracting(first: P256Point.byteCount), isWhole: true),
            second.decode(x: sealed.extracting(last: P256Point.byteCount), isWhole: true)
        else { return nil }
        let group = unsafe P256Group.pointer
        let shared = try CurvePoint()
        guard unsafe EC_POINT_mul(group, shared.pointer, nil, first.pointer, scalar.pointer, nil) == 1,
            unsafe EC_POINT_invert(group, shared.pointer, nil) == 1,
            unsafe EC_POINT_add(group, second.pointer, second.pointer, shared.pointer, nil) == 1
        else { throw .draining("EC_POINT_mul") }
        var encoding = InlineArray<65, UInt8>(repeating: 0)
        defer { for index in encoding.indices { encoding[index] = 0 } }
        guard second.encode(into: &encoding) else { return nil }
        return Secret(copying: encoding.span.extracting(1..<33))
    }
}

extension Scalar {
    fileprivate static func ephemeral(_ chosen: Secret?) throws(CryptographyFailure) -> Scalar {
        guard let chosen else { return try random() }
        guard let scalar = try Scalar(chosen) else {
            throw CryptographyFailure(call: "ElGamal", reason: "a number out of range")
        }
        return scalar
    }
}
