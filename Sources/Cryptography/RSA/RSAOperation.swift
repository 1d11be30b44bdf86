internal import COpenSSL

/// One use of an RSA key: OpenSSL's context for it, freed when it is done.
///
/// Each step returns whether OpenSSL succeeded; the keys give the failures their meaning.
@safe struct RSAOperation: ~Copyable {
    let pointer: OpaquePointer  // owned; freed in deinit

    init?(_ key: KeyObject) {
        guard let pointer = unsafe EVP_PKEY_CTX_new(key.pointer, nil) else { return nil }
        unsafe self.pointer = unsafe pointer
    }

    deinit { unsafe EVP_PKEY_CTX_free(pointer) }

    /// RSASSA-PSS with MGF1 over the same digest and a salt of the digest's length (RFC 8017 §8.1).
    func usePSS(_ digest: DigestAlgorithm) -> Bool {
        unsafe EVP_PKEY_CTX_set_rsa_padding(pointer, RSA_PKCS1_PSS_PADDING) == 1
            && EVP_PKEY_CTX_set_signature_md(pointer, digest.pointer) == 1
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(pointer, CInt(digest.byteCount)) == 1
    }

    /// RSAES-OAEP with MGF1 over the same digest and an empty label (RFC 8017 §7.1).
    func useOAEP(_ digest: DigestAlgorithm) -> Bool {
        unsafe EVP_PKEY_CTX_set_rsa_padding(pointer, RSA_PKCS1_OAEP_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_oaep_md(pointer, digest.pointer) == 1
            && EVP_PKEY_CTX_set_rsa_mgf1_md(pointer, digest.pointer) == 1
    }
}
