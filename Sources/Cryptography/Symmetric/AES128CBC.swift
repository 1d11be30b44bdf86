package import Bytes
internal import COpenSSL

/// AES-128 in cipher block chaining (NIST SP 800-38A §6.2) under one key, with vectors of 16 bytes.
///
/// It hides and does not protect: whoever uses it checks a code over the ciphertext, or believes nothing of the
/// plaintext. Keeps its keyed contexts, so it belongs to one thread and is not `Sendable`.
package final class AES128CBC {
    package static let keyByteCount = 16
    package static let blockByteCount = 16

    package enum Padding: Sendable {
        /// One byte to sixteen, each saying how many (RFC 5652 §6.3).
        case pkcs7
        /// The message is whole blocks.
        case none
    }

    private let key: Secret
    private let encrypting: BlockCipher
    private lazy var decrypting = try? unsafe BlockCipher(FetchedAlgorithms.aes128CBC, .decrypting, key: key)

    package init(key: Secret) throws(CryptographyFailure) {
        self.key = key
        encrypting = try unsafe BlockCipher(FetchedAlgorithms.aes128CBC, .encrypting, key: key)
    }

    package func encrypt(
        _ plaintext: Span<UInt8>, vector: [UInt8], padding: Padding
    ) throws(CryptographyFailure) -> [UInt8] {
        guard padding == .pkcs7 || plaintext.count % Self.blockByteCount == 0 else {
            throw CryptographyFailure(call: "AES-128-CBC", reason: "a message that is not whole blocks")
        }
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count + Self.blockByteCount)
        var output = ciphertext.mutableSpan
        let count = encrypting.run(plaintext, vector: vector, isPadded: padding == .pkcs7, into: &output)
        guard let count else { throw .draining("AES-128-CBC") }
        ciphertext.removeLast(ciphertext.count - count)
        return ciphertext
    }

    package func encrypt(
        _ plaintext: Secret, vector: [UInt8], padding: Padding
    ) throws(CryptographyFailure) -> [UInt8] {
        try plaintext.withBytes { (bytes) throws(CryptographyFailure) in
            try encrypt(bytes, vector: vector, padding: padding)
        }
    }

    /// The plaintext, or nil for whatever is wrong: padding, length or vector.
    package func decrypt(_ ciphertext: [UInt8], vector: [UInt8], padding: Padding) -> Secret? {
        defer { ErrorQueue.clear() }
        guard !ciphertext.isEmpty, ciphertext.count % Self.blockByteCount == 0, let decrypting else { return nil }
        var count: Int?
        let whole = Secret(count: ciphertext.count + Self.blockByteCount) { output in
            count = decrypting.run(ciphertext.span, vector: vector, isPadded: padding == .pkcs7, into: &output)
        }
        guard let count else { return nil }
        return whole.part(0..<count)
    }
}
