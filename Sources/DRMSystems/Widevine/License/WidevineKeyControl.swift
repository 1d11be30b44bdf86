internal import Bytes

/// The control block of a key: what a device's secure hardware is told about it (`KeyContainer.KeyControl`).
///
/// Its layout is not public. What is known comes from licenses that were seen: four letters, the duration, the
/// request's nonce, and bits whose meaning is guessed. So the letters and the bits are for whoever knows better, and
/// the block goes in clear, as it was seen.
package struct WidevineKeyControl: Equatable, Sendable {
    /// Four ASCII letters that name the version.
    package var magic: UInt32
    package var bits: UInt32

    package init(magic: UInt32, bits: UInt32) {
        self.magic = magic
        self.bits = bits
    }

    /// The oldest version, "kctl", which restricts nothing.
    package static let oldest = WidevineKeyControl(magic: 0x6B63_746C, bits: 0)

    /// Reads the four letters of a version.
    package static func magic(_ text: String) -> UInt32? {
        let isPlain = text.utf8.count == 4 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return isPlain ? text.utf8.reduce(0) { $0 << 8 | UInt32($1) } : nil
    }

    /// Reads all 32 bits in hex.
    package static func bits(_ text: String) -> UInt32? {
        guard text.utf8.count == 8, let bytes = try? Hex.decode(text.utf8) else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// - Parameter seconds: How long the key may be used.
    func field(seconds: UInt64, nonce: UInt32) -> ProtobufWriter {
        var block: [UInt8] = []
        block.append(bigEndian: magic)
        block.append(bigEndian: UInt32(clamping: seconds))
        block.append(bigEndian: nonce)
        block.append(bigEndian: bits)
        var field = ProtobufWriter()
        field.append(1, bytes: block)
        return field
    }
}
