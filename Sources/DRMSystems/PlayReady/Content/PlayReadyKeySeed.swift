package import Bytes
internal import Cryptography

/// The secret from which a packager and a license server make content keys without talking to each other
/// ("PlayReady Header Specification", key seed algorithm).
package struct PlayReadyKeySeed: Sendable {
    /// Bytes that count; what stands behind them is ignored.
    package static let byteCount = 30

    private let seed: Secret

    /// Nil for less than 30 bytes.
    package init?(_ seed: Secret) {
        guard seed.count >= Self.byteCount else { return nil }
        self.seed = seed
    }

    /// The content key of a key ID: three digests, folded.
    package func key(for keyID: KeyID) -> Secret {
        let kid = keyID.guid
        let seed = seed.withBytes { [UInt8](copying: $0.extracting(first: Self.byteCount)) }
        let digests = [seed + kid, seed + kid + seed, seed + kid + seed + kid].map { SHA256.digest($0) }
        return Secret(count: 16) { key in
            for digest in digests {
                for index in 0..<16 { key[index] ^= digest[index] ^ digest[index + 16] }
            }
        }
    }
}
