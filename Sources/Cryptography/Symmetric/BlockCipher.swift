internal import Bytes
internal import COpenSSL

/// One keyed context of OpenSSL for AES-128 in a mode without authentication, started again for each message.
@safe final class BlockCipher {
    enum Direction: CInt { case decrypting = 0, encrypting = 1 }

    static let blockByteCount = 16

    private let pointer: OpaquePointer  // owned; freed (and the key wiped) in deinit

    init(_ algorithm: OpaquePointer, _ direction: Direction, key: Secret) throws(CryptographyFailure) {
        guard key.count == 16 else {
            throw CryptographyFailure(call: "AES-128", reason: "a key of \(key.count) bytes instead of 16")
        }
        guard let pointer = unsafe EVP_CIPHER_CTX_new() else { throw .draining("EVP_CIPHER_CTX_new") }
        unsafe self.pointer = unsafe pointer
        let result = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { key in
                unsafe EVP_CipherInit_ex2(pointer, algorithm, key.baseAddress, nil, direction.rawValue, nil)
            }
        }
        guard result == 1 else { throw .draining("EVP_CipherInit_ex2") }
    }

    deinit { unsafe EVP_CIPHER_CTX_free(pointer) }

    /// Runs the whole of `input` through the cipher.
    ///
    /// - Parameters:
    ///   - vector: 16 bytes, or none in a mode that has none.
    ///   - output: Has room for the input and one block.
    /// - Returns: How many bytes were written, or nil when OpenSSL refused.
    func run(
        _ input: Span<UInt8>, vector: [UInt8]?, isPadded: Bool, into output: inout MutableSpan<UInt8>
    ) -> Int? {
        guard output.count >= input.count + Self.blockByteCount, input.count <= CryptographyLimits.messageBytes,
            vector?.count ?? Self.blockByteCount == Self.blockByteCount, start(vector)
        else { return nil }
        return unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in unsafe update(input, isPadded, output) }
        }
    }

    private func update(
        _ input: UnsafeBufferPointer<UInt8>, _ isPadded: Bool, _ output: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        guard let start = output.baseAddress else { return nil }
        var (count, rest): (CInt, CInt) = (0, 0)
        guard unsafe EVP_CIPHER_CTX_set_padding(pointer, isPadded ? 1 : 0) == 1 else { return nil }
        if let bytes = input.baseAddress, !input.isEmpty {
            let result = unsafe EVP_CipherUpdate(pointer, start, &count, bytes, CInt(input.count))
            guard result == 1 else { return nil }
        }
        guard unsafe EVP_CipherFinal_ex(pointer, start + Int(count), &rest) == 1 else { return nil }
        return Int(count) + Int(rest)
    }

    /// Begins a message: the key and the direction stay (−1).
    private func start(_ vector: [UInt8]?) -> Bool {
        guard let vector else { return unsafe EVP_CipherInit_ex2(pointer, nil, nil, nil, -1, nil) == 1 }
        return unsafe EVP_CipherInit_ex2(pointer, nil, nil, vector, -1, nil) == 1
    }
}
