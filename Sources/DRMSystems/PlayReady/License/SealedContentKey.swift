internal import Bytes
internal import Cryptography

/// A content key sealed for a device, and the key that authenticates its license.
///
/// Both halves of one X coordinate: the first is drawn until both make a point on the curve.
struct SealedContentKey {
    /// 128 bytes.
    let sealed: [UInt8]
    let integrityKey: Secret

    init(_ contentKey: Secret, for device: P256Point) throws(CryptographyFailure) {
        for _ in 0..<DRMSystemsLimits.playReadyDrawsMax {
            let integrityKey = try Random.secret(16)  // All of it anew: a fixed byte could be the one that never fits.
            // Some clients drop zeros at the front of a number.
            guard integrityKey.withBytes({ $0[0] != 0 && $0[1] != 0 }) else { continue }
            let x = Secret(joining: integrityKey, contentKey)
            guard let sealed = try device.seal(x: x) else { continue }
            self.sealed = sealed
            self.integrityKey = integrityKey
            return
        }
        throw CryptographyFailure(call: "SealedContentKey", reason: "no point was found")
    }
}
