internal import Bytes
internal import COpenSSL

/// Seals messages with AES-256-GCM under one key, in a context of OpenSSL that is keyed once.
@safe final class GCMSealer {
    private let pointer: OpaquePointer  // owned; freed (and the key wiped) in deinit

    init(key: Secret) throws(CryptographyFailure) {
        guard let pointer = unsafe EVP_CIPHER_CTX_new() else { throw .draining("EVP_CIPHER_CTX_new") }
        unsafe self.pointer = unsafe pointer
        let result = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { key in
                unsafe EVP_EncryptInit_ex2(pointer, FetchedAlgorithms.aes256GCM, key.baseAddress, nil, nil)
            }
        }
        guard result == 1 else { throw .draining("EVP_EncryptInit_ex2") }
    }

    deinit { unsafe EVP_CIPHER_CTX_free(pointer) }

    /// Writes the ciphertext of `plaintext` and then the tag; whether OpenSSL could.
    func seal(
        _ plaintext: Span<UInt8>, nonce: [UInt8], associatedData: [UInt8], into output: inout MutableSpan<UInt8>
    ) -> Bool {
        let tagOffset = plaintext.count
        guard start(nonce: nonce, associatedData: associatedData) else { return false }
        return unsafe output.withUnsafeMutableBufferPointer { output in
            guard let start = output.baseAddress else { return false }
            let tag = unsafe start + tagOffset
            return unsafe update(plaintext, into: start)
                && finish(into: tag)
                && EVP_CIPHER_CTX_ctrl(
                    pointer, EVP_CTRL_AEAD_GET_TAG, CInt(AES256GCM.tagByteCount), tag) == 1
        }
    }

    /// Begins a message: the key stays, the nonce is new.
    private func start(nonce: [UInt8], associatedData: [UInt8]) -> Bool {
        var count: CInt = 0
        return unsafe EVP_EncryptInit_ex2(pointer, nil, nil, nonce, nil) == 1
            && EVP_EncryptUpdate(pointer, nil, &count, associatedData, CInt(associatedData.count)) == 1
    }

    private func update(_ input: Span<UInt8>, into output: UnsafeMutablePointer<UInt8>) -> Bool {
        guard !input.isEmpty else { return true }
        var count: CInt = 0
        return unsafe input.withUnsafeBufferPointer { input in
            unsafe EVP_EncryptUpdate(pointer, output, &count, input.baseAddress, CInt(input.count)) == 1
        }
    }

    /// Computes the tag; GCM writes no further bytes.
    private func finish(into output: UnsafeMutablePointer<UInt8>) -> Bool {
        var count: CInt = 0
        return unsafe EVP_EncryptFinal_ex(pointer, output, &count) == 1
    }
}
