internal import Bytes
internal import COpenSSL

/// One AES-256-GCM context of OpenSSL, keyed once and started again for each message.
///
/// Every step returns whether OpenSSL succeeded; `AES256GCM` gives the failures their meaning.
@safe final class CipherContext {
    enum Direction: CInt { case opening = 0, sealing = 1 }

    private let pointer: OpaquePointer  // owned; freed (and the key wiped) in deinit

    init(_ direction: Direction, key: Secret) throws(CryptographyFailure) {
        guard let pointer = unsafe EVP_CIPHER_CTX_new() else { throw .draining("EVP_CIPHER_CTX_new") }
        unsafe self.pointer = unsafe pointer
        let result = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { key in
                unsafe EVP_CipherInit_ex2(
                    pointer, FetchedAlgorithms.aes256GCM, key.baseAddress, nil, direction.rawValue, nil)
            }
        }
        guard result == 1 else { throw .draining("EVP_CipherInit_ex2") }
    }

    deinit { unsafe EVP_CIPHER_CTX_free(pointer) }

    /// Begins a message: the key and the direction stay (−1), the nonce is new.
    func start(nonce: [UInt8], associatedData: [UInt8]) -> Bool {
        var count: CInt = 0
        return unsafe EVP_CipherInit_ex2(pointer, nil, nil, nonce, -1, nil) == 1
            && EVP_CipherUpdate(pointer, nil, &count, associatedData, CInt(associatedData.count)) == 1
    }

    /// Writes the ciphertext of `plaintext` and then the tag.
    func seal(_ plaintext: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Bool {
        let tagOffset = plaintext.count
        return unsafe output.withUnsafeMutableBufferPointer { output in
            guard let start = output.baseAddress else { return false }
            let tag = unsafe start + tagOffset
            return unsafe update(plaintext, into: start)
                && finish(into: tag)
                && EVP_CIPHER_CTX_ctrl(
                    pointer, EVP_CTRL_AEAD_GET_TAG, CInt(AES256GCM.tagByteCount), tag) == 1
        }
    }

    /// Writes the plaintext; it is worth nothing unless this returns true.
    func open(_ ciphertext: Span<UInt8>, tag: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Bool {
        let tagIsSet = unsafe tag.withUnsafeBufferPointer { tag in
            // The call only reads the tag, but its C signature is shared with calls that write.
            unsafe EVP_CIPHER_CTX_ctrl(
                pointer, EVP_CTRL_AEAD_SET_TAG, CInt(tag.count), UnsafeMutablePointer(mutating: tag.baseAddress)) == 1
        }
        return unsafe tagIsSet
            && output.withUnsafeMutableBufferPointer { output in
                unsafe update(ciphertext, into: output.baseAddress) && finish(into: output.baseAddress)
            }
    }

    private func update(_ input: Span<UInt8>, into output: UnsafeMutablePointer<UInt8>?) -> Bool {
        guard !input.isEmpty else { return true }
        var count: CInt = 0
        return unsafe input.withUnsafeBufferPointer { input in
            unsafe EVP_CipherUpdate(pointer, output, &count, input.baseAddress, CInt(input.count)) == 1
        }
    }

    /// Computes or checks the tag; GCM writes no further bytes.
    private func finish(into output: UnsafeMutablePointer<UInt8>?) -> Bool {
        var nothing: UInt8 = 0
        var count: CInt = 0
        if let output = unsafe output { return unsafe EVP_CipherFinal_ex(pointer, output, &count) == 1 }
        return unsafe EVP_CipherFinal_ex(pointer, &nothing, &count) == 1
    }
}
