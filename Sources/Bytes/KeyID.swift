/// Which content key: the KID of ISO/IEC 23001-7, sixteen bytes in the order the media file holds them.
package struct KeyID: Hashable, Sendable {
    package let value: UInt128

    package init(_ value: UInt128) { self.value = value }

    /// From exactly sixteen bytes.
    package init(bytes: some Collection<UInt8>) throws(Malformed) {
        guard bytes.count == 16 else { throw Malformed(offset: 0, expected: "a key ID of 16 bytes") }
        value = bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// From a UUID, or from thirty-two hex digits.
    package init(_ text: some StringProtocol) throws(Malformed) {
        let characters = Array(text.utf8)
        let hyphens = [8, 13, 18, 23]
        if characters.count == 36 {
            for place in hyphens where characters[place] != UInt8(ascii: "-") {
                throw Malformed(offset: place, expected: "a hyphen")
            }
            let digits = characters.enumerated().filter { !hyphens.contains($0.offset) }.map(\.element)
            try self.init(bytes: Hex.decode(digits))
        } else {
            try self.init(bytes: Hex.decode(characters))
        }
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: value)
        return bytes
    }
}

extension KeyID: CustomStringConvertible {
    /// As a UUID in lower case, the way packagers and logs write it.
    package var description: String { UUIDText.format(value) }
}
