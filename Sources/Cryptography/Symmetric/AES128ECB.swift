package import Bytes
internal import COpenSSL

/// AES-128 of single blocks (NIST SP 800-38A §6.1), from which protocols build modes of their own.
///
/// Equal blocks give equal blocks: for keys and checksums, never for text. Belongs to one thread.
package final class AES128ECB {
    package static let blockByteCount = 16

    private let key: Secret
    private let encrypting: BlockCipher
    private lazy var decrypting = try? unsafe BlockCipher(FetchedAlgorithms.aes128ECB, .decrypting, key: key)

    package init(key: Secret) throws(CryptographyFailure) {
        self.key = key
        encrypting = try unsafe BlockCipher(FetchedAlgorithms.aes128ECB, .encrypting, key: key)
    }

    /// - Parameter blocks: A whole number of blocks.
    package func encrypt(_ blocks: Span<UInt8>) throws(CryptographyFailure) -> [UInt8] { try run(encrypting, blocks) }

    package func encrypt(_ blocks: [UInt8]) throws(CryptographyFailure) -> [UInt8] { try encrypt(blocks.span) }

    /// - Parameter blocks: A whole number of blocks.
    package func decrypt(_ blocks: Span<UInt8>) throws(CryptographyFailure) -> [UInt8] { try run(decrypting, blocks) }

    package func decrypt(_ blocks: [UInt8]) throws(CryptographyFailure) -> [UInt8] { try decrypt(blocks.span) }

    private func run(_ cipher: BlockCipher?, _ blocks: Span<UInt8>) throws(CryptographyFailure) -> [UInt8] {
        guard blocks.count % Self.blockByteCount == 0 else {
            throw CryptographyFailure(call: "AES-128-ECB", reason: "a message that is not whole blocks")
        }
        var result = [UInt8](repeating: 0, count: blocks.count + Self.blockByteCount)
        var output = result.mutableSpan
        guard let cipher, let count = cipher.run(blocks, vector: nil, isPadded: false, into: &output) else {
            throw .draining("AES-128-ECB")
        }
        result.removeLast(result.count - count)
        return result
    }
}
