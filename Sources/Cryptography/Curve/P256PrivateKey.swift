package import Bytes
internal import COpenSSL

/// A private key on P-256, as 32 bytes: what PlayReady calls a key and keeps in no envelope.
@safe package final class P256PrivateKey: @unchecked Sendable {  // Unchecked: nothing changes it after `init`.
    package let publicPoint: P256Point
    let scalar: Scalar

    /// From the 32 bytes of a number between zero and the group's order, neither included.
    package convenience init(_ secret: Secret) throws(KeyFailure) {
        guard secret.count == P256Point.coordinateByteCount else {
            throw .unreadable(reason: "a private key on P-256 has 32 bytes, not \(secret.count)")
        }
        do throws(CryptographyFailure) {
            guard let scalar = try Scalar(secret) else {
                throw CryptographyFailure(call: "P256PrivateKey", reason: "a number out of range")
            }
            try self.init(scalar)
        } catch {
            throw .unsound(reason: error.reason)
        }
    }

    package static func generate() throws(CryptographyFailure) -> P256PrivateKey {
        try P256PrivateKey(Scalar.random())
    }

    private init(_ scalar: consuming Scalar) throws(CryptographyFailure) {
        let point = try CurvePoint()
        guard unsafe EC_POINT_mul(P256Group.pointer, point.pointer, scalar.pointer, nil, nil, nil) == 1,
            let publicPoint = P256Point(point)
        else { throw .draining("EC_POINT_mul") }
        self.publicPoint = publicPoint
        self.scalar = scalar
    }

    /// The 32 bytes, for the file they live in.
    package func secret() throws(CryptographyFailure) -> Secret { try scalar.secret() }
}
