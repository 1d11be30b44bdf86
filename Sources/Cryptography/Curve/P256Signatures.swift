internal import Bytes
internal import COpenSSL

extension VerificationKey {
    /// A point that is on the curve is a sound key: P-256 has no smaller subgroup (SP 800-56A §5.6.2.3.3).
    package init(_ point: P256Point) throws(CryptographyFailure) {
        ErrorQueue.clear()
        guard let key = unsafe COpenSSL_publicP256(FetchedAlgorithms.p256, point.bytes) else {
            throw .draining("EVP_PKEY_set1_encoded_public_key")
        }
        self.init(.es256, sound: unsafe KeyObject(owning: key))
    }
}

extension SigningKey {
    package init(_ key: P256PrivateKey) throws(CryptographyFailure) {
        ErrorQueue.clear()
        let pointer = try unsafe key.secret().withBytes { secret in
            unsafe secret.withUnsafeBufferPointer { secret in
                unsafe COpenSSL_pairP256(key.publicPoint.bytes, secret.baseAddress)
            }
        }
        guard let pointer = unsafe pointer else { throw .draining("EVP_PKEY_fromdata") }
        self.init(.es256, sound: unsafe KeyObject(owning: pointer))
    }
}
