internal import Bytes
internal import Synchronization

/// Signatures of certificates that were found good lately, so that a device that comes back costs one check and not
/// three.
///
/// A signature is known by 128 bits of a SHA-256 that begins with a salt of this process: who does not know it can
/// neither look for two signatures of the same mark nor aim at somebody's place. Each mark has one place in a table,
/// and the newest takes it. Only what was found good is remembered; expiry and revocation are not looked at here. For
/// any thread: nothing is locked.
package final class KnownSignatures: Sendable {
    /// With 16 bytes a place it is 64 KiB.
    private static let placesCount = 4_096

    private let salt: [UInt8]
    private let places: InlineArray<4_096, Atomic<WordPair>>

    package init() {
        var random = SystemRandomNumberGenerator()
        salt = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        places = InlineArray { _ in Atomic(WordPair(first: 0, second: 0)) }
    }

    /// Whether the signature that `parts` make, its key among them, is good: as is known, or as `check` finds.
    package func isGood<Failure: Error>(
        _ parts: [[UInt8]], check: () throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        let mark = mark(of: parts)
        let place = Int(truncatingIfNeeded: mark.first % UInt(Self.placesCount))
        if places[place].load(ordering: .relaxed) == mark { return true }
        guard try check() else { return false }
        places[place].store(mark, ordering: .relaxed)
        return true
    }

    /// Each part with its length before it, so that no two lists make the same bytes.
    private func mark(of parts: [[UInt8]]) -> WordPair {
        var bytes = salt
        for part in parts {
            bytes.append(bigEndian: UInt64(part.count))
            bytes += part
        }
        let digest = SHA256.inlineDigest(bytes.span)
        return WordPair(first: Self.word(digest, at: 0), second: Self.word(digest, at: 8))
    }

    private static func word(_ digest: InlineArray<32, UInt8>, at offset: Int) -> UInt {
        (offset..<offset + 8).reduce(0) { $0 << 8 | UInt(digest[$1]) }
    }
}
