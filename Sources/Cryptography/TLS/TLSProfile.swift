internal import COpenSSL

/// What our ends agree to speak, in Mozilla's words.
package enum TLSProfile: String, CaseIterable, Sendable {
    /// TLS 1.2 and 1.3, for televisions and old phones.
    case intermediate
    /// TLS 1.3 alone, for packagers and operators, whose programs are ours to choose.
    case modern

    /// ECDHE only: forward secrecy, and nobody who speaks TLS 1.2 needs the finite-field kind.
    private static let ciphersOfTLS12 = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ]
    private static let ciphersOfTLS13 = [
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
    ]
    /// OpenSSL's own choice adds X448 and P-521, which scanners mark as a failure.
    private static let groups = ["X25519", "P-256", "P-384"]

    /// A new `SSL_CTX` with the profile applied, which the caller owns.
    ///
    /// The server's order decides, so that a P-256 certificate comes before an RSA one; but a client that puts ChaCha20
    /// first has no AES in hardware, and gets it. There is no 0-RTT, because a license request may not be replayed, and
    /// no cache of sessions: tickets hold the state, and loops share nothing.
    static func makeContext(
        _ method: OpaquePointer?, _ profile: TLSProfile = .intermediate
    ) throws(TLSFailure) -> OpaquePointer {
        ErrorQueue.clear()
        guard let context = unsafe SSL_CTX_new(method) else { throw .unusableSetting(reason: ErrorQueue.drain()) }
        let isApplied =
            unsafe COpenSSL_setMinimumVersion(context, profile == .modern ? TLS1_3_VERSION : TLS1_2_VERSION) == 1
            && COpenSSL_setMaximumVersion(context, TLS1_3_VERSION) == 1
            && SSL_CTX_set_cipher_list(context, ciphersOfTLS12.joined(separator: ":")) == 1
            && SSL_CTX_set_ciphersuites(context, ciphersOfTLS13.joined(separator: ":")) == 1
            && COpenSSL_setGroups(context, groups.joined(separator: ":")) == 1
        guard isApplied else {
            unsafe SSL_CTX_free(context)
            throw .unusableSetting(reason: ErrorQueue.drain())
        }
        unsafe COpenSSL_setOptions(context)
        unsafe COpenSSL_setModes(context)
        unsafe COpenSSL_disableSessionCache(context)
        return unsafe context
    }
}
