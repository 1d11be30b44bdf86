internal import Bytes
internal import COpenSSL

/// An `EVP_PKEY` with one owner, parsed once: in OpenSSL 3.0 parsing costs more than a verification.
///
/// Unchecked, because nothing changes it after `init`: OpenSSL lets threads share such a key and locks its caches.
@safe final class KeyObject: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// The type and, where there is a choice, the curve: "EC prime256v1", "ED25519", "RSA".
    var kind: String {
        guard let name = unsafe EVP_PKEY_get0_type_name(pointer) else { return "of no known type" }
        let type = unsafe String(cString: name)
        var group = [CChar](repeating: 0, count: 64)
        var count = 0
        guard unsafe EVP_PKEY_get_group_name(pointer, &group, group.count, &count) == 1 else {
            ErrorQueue.clear()
            return type
        }
        return "\(type) \(String(decoding: group.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self))"
    }

    /// Refuses a key of another kind than `algorithm` takes, and one whose public part is unsound.
    func require(_ algorithm: SignatureAlgorithm) throws(KeyFailure) {
        let kind = kind
        guard kind == algorithm.keyKind else { throw .wrongKind(expected: algorithm.keyKind, found: kind) }
        guard let check = unsafe EVP_PKEY_CTX_new(pointer, nil) else { throw .unsound(reason: ErrorQueue.drain()) }
        defer { unsafe EVP_PKEY_CTX_free(check) }
        guard unsafe EVP_PKEY_public_check(check) == 1 else { throw .unsound(reason: ErrorQueue.drain()) }
    }
}

extension KeyObject {
    /// Reads `bytes` through one of OpenSSL's PEM readers.
    convenience init(
        pem bytes: Span<UInt8>, reader: (OpaquePointer) -> OpaquePointer?
    ) throws(KeyFailure) {
        guard bytes.count <= CryptographyLimits.keyBytes else { throw .unreadable(reason: "too long for a key") }
        ErrorQueue.clear()
        let key: OpaquePointer? = unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let source = unsafe BIO_new_mem_buf(bytes.baseAddress, CInt(bytes.count)) else { return nil }
            defer { unsafe BIO_free(source) }
            return unsafe reader(source)
        }
        guard let key = unsafe key else { throw .unreadable(reason: ErrorQueue.drain()) }
        unsafe self.init(owning: key)
    }

    convenience init(privatePEM bytes: Span<UInt8>) throws(KeyFailure) {
        try unsafe self.init(pem: bytes) { source in
            unsafe PEM_read_bio_PrivateKey(source, nil, refusePassword, nil)
        }
    }
}

extension KeyObject {
    /// A private key as unencrypted PKCS #8 in PEM.
    var privatePEM: Secret {
        get throws(CryptographyFailure) {
            guard let text = unsafe BIO_new(BIO_s_mem()) else { throw .draining("BIO_new") }
            defer { unsafe BIO_free(text) }  // wipes its memory
            guard unsafe PEM_write_bio_PrivateKey(text, pointer, nil, nil, 0, nil, nil) == 1 else {
                throw .draining("PEM_write_bio_PrivateKey")
            }
            return try unsafe Secret(count: BIO_ctrl_pending(text)) { (span) throws(CryptographyFailure) in
                let isWhole = unsafe span.withUnsafeMutableBufferPointer { bytes in
                    unsafe BIO_read(text, bytes.baseAddress, CInt(bytes.count)) == bytes.count
                }
                guard isWhole else { throw .draining("BIO_read") }
            }
        }
    }
}

/// Answers OpenSSL's question for a password with a failure; by default it would ask at the terminal.
let refusePassword: @convention(c) (UnsafeMutablePointer<CChar>?, CInt, CInt, UnsafeMutableRawPointer?) -> CInt = {
    _, _, _, _ in -1
}
