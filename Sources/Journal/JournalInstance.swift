internal import Bytes
internal import Cryptography

/// The identity of one journal: random, minted with its folder, and part of every segment.
///
/// Never a configured name: a folder that was lost and made anew counts from 1 again, and must not be taken for the
/// journal that had those numbers before.
package struct JournalInstance: Hashable, Sendable {
    package static let byteCount = 16

    /// Exactly 16 bytes, a UUID of version 4 (RFC 9562 §5.4).
    package let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    init(random: [UInt8]) {
        bytes = random.enumerated().map { index, byte in
            switch index {
            case 6: byte & 0x0f | 0x40
            case 8: byte & 0x3f | 0x80
            default: byte
            }
        }
    }

    /// What stands for the record before the first: it binds the chain to this journal.
    var seed: [UInt8] { SHA256.digest(Array("evergrant journal ".utf8) + bytes) }
}

extension JournalInstance: CustomStringConvertible {
    /// The UUID in its usual form.
    package var description: String {
        let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hex.encode(bytes[$0]) }
        return parts.joined(separator: "-")
    }
}
