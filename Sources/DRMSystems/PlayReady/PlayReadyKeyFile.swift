internal import Bytes

/// Files of bare key material, as vendors hand it out and as people paste it: the bytes, hex digits, or base64.
package enum PlayReadyKeyFile {
    /// The `count` bytes that a file holds, or nil.
    ///
    /// The digits of one spelling never have the length of another: 32 bytes are 64 digits and 44 characters, 64 bytes
    /// are 128 and 88.
    package static func bytes(in file: [UInt8], count: Int) -> [UInt8]? {
        if file.count == count { return file }
        let text = file.filter { !($0 == 0x20 || 0x09...0x0D ~= $0) }
        let decoded = text.count == 2 * count ? try? Hex.decode(text) : try? Base64.standard.decode(text)
        return decoded?.count == count ? decoded : nil
    }

    /// The digests of a revocation list: 64 hex digits a line, blank lines and lines with `#` passed over; nil when a
    /// line is something else.
    package static func digests(in file: [UInt8]) -> Set<[UInt8]>? {
        var digests: Set<[UInt8]> = []
        for line in file.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let text = line.filter { $0 != 0x20 && $0 != 0x09 }
            guard let first = text.first, first != UInt8(ascii: "#") else { continue }
            guard text.count == 64, let digest = try? Hex.decode(text) else { return nil }
            digests.insert(digest)
        }
        return digests
    }
}
