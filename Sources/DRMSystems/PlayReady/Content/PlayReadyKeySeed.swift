package import Bytes
internal import Cryptography

/// The secret from which a packager and a license server make content keys without talking to each other
/// ("PlayReady Header Specification", key seed algorithm).
package struct PlayReadyKeySeed: Sendable {
    /// Bytes that count; what stands behind them is ignored.
    package static let byteCount = 30

    /// As long as it counts.
    private let seed: Secret

    /// Nil for less than 30 bytes.
    package init?(_ seed: Secret) {
        guard seed.count >= Self.byteCount else { return nil }
        self.seed = seed.part(0..<Self.byteCount)
    }

    /// The content key of a key ID: three digests, folded.
    package func key(for keyID: KeyID) -> Secret {
        let kid = Secret(copying: keyID.guid)
        let once = Secret(joining: seed, kid)
        // Each message is the beginning of the next: the seed and the key ID, the seed again, and the key ID again.
        let whole = Secret(joining: once, once)
        let digests = [once.count, once.count + seed.count, whole.count].map { count in
            whole.withBytes { SHA256.secret(of: $0.extracting(first: count)) }
        }
        return Secret(count: 16) { key in
            for digest in digests {
                digest.withBytes { for index in 0..<16 { key[index] ^= $0[index] ^ $0[index + 16] } }
            }
        }
    }
}
