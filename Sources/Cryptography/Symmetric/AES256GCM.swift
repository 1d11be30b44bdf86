package import Bytes
internal import COpenSSL

/// AES-256 in Galois/counter mode (NIST SP 800-38D) under one key, with nonces of 12 bytes and tags of 16.
///
/// Keeps one keyed context for each direction, which makes a small message three times as cheap as starting anew; so it
/// belongs to one loop and is not `Sendable`. The caller never uses a nonce twice under the same key.
@safe package final class AES256GCM {
    package static let keyByteCount = 32
    package static let nonceByteCount = 12
    package static let tagByteCount = 16
    static let blockByteCount = 16

    private let sealer: GCMSealer
    private let opener: GCMOpener

    package init(key: Secret) throws(CryptographyFailure) {
        guard key.count == Self.keyByteCount else {
            throw CryptographyFailure(call: "AES256GCM", reason: "a key of \(key.count) bytes instead of 32")
        }
        sealer = try GCMSealer(key: key)
        opener = try GCMOpener(key: key)
    }

    /// - Returns: The ciphertext, as long as the plaintext, and the tag.
    package func seal(
        _ plaintext: Secret, nonce: [UInt8], associatedData: [UInt8]
    ) throws(CryptographyFailure) -> [UInt8] {
        try Self.requireFitting(nonce: nonce, message: plaintext.count, associatedData: associatedData.count)
        var sealed = [UInt8](repeating: 0, count: plaintext.count + Self.tagByteCount)
        var output = sealed.mutableSpan
        let succeeded = plaintext.withBytes { bytes in
            sealer.seal(bytes, nonce: nonce, associatedData: associatedData, into: &output)
        }
        guard succeeded else { throw .draining("AES-256-GCM seal") }
        return sealed
    }

    /// The plaintext of what `seal` made with the same key, nonce and associated data, and of nothing else.
    package func open(
        _ sealed: [UInt8], nonce: [UInt8], associatedData: [UInt8]
    ) throws(UnsealingFailure) -> Secret {
        guard sealed.count >= Self.tagByteCount else { throw .notAuthentic }
        do throws(CryptographyFailure) {
            try Self.requireFitting(nonce: nonce, message: sealed.count, associatedData: associatedData.count)
        } catch {
            throw .impossible(error)
        }
        let ciphertext = sealed.span.extracting(droppingLast: Self.tagByteCount)
        let tag = sealed.span.extracting(last: Self.tagByteCount)
        return try Secret(count: ciphertext.count) { (plaintext) throws(UnsealingFailure) in
            let isAuthentic = opener.open(
                ciphertext, tag: tag, nonce: nonce, associatedData: associatedData, into: &plaintext)
            guard isAuthentic else { throw .notAuthentic }
        }
    }

    /// OpenSSL counts bytes in a C `int`; nothing of ours comes near.
    private static func requireFitting(
        nonce: [UInt8], message: Int, associatedData: Int
    ) throws(CryptographyFailure) {
        guard nonce.count == nonceByteCount else {
            throw CryptographyFailure(call: "AES256GCM", reason: "a nonce of \(nonce.count) bytes instead of 12")
        }
        guard message <= CryptographyLimits.messageBytes, associatedData <= CryptographyLimits.messageBytes else {
            throw CryptographyFailure(call: "AES256GCM", reason: "a message too long to seal or open at once")
        }
    }
}
