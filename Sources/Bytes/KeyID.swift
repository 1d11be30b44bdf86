/// Which content key: the KID of ISO/IEC 23001-7, sixteen bytes in the order the media file holds them.
package struct KeyID: Hashable, Sendable {
    package let value: UInt128

    package init(_ value: UInt128) { self.value = value }

    /// From exactly sixteen bytes.
    package init(bytes: some Collection<UInt8>) throws(Malformed) {
        guard bytes.count == 16 else { throw Malformed(offset: 0, expected: "a key ID of 16 bytes") }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for byte in bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
        }
        value = UInt128(high) << 64 | UInt128(low)
    }

    /// From a UUID, or from thirty-two hex digits.
    package init(_ text: some StringProtocol) throws(Malformed) {
        let characters = Array(text.utf8)
        let hyphens = [8, 13, 18, 23]
        if let plain = Self.plainUUID(characters.span) {
            self.init(plain)
            return
        }
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

    /// A UUID of 36 characters, or nil: then the slower reading says what is wrong with it.
    private static func plainUUID(_ text: Span<UInt8>) -> UInt128? {
        guard text.count == 36 else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for index in 0..<36 {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard text[index] == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = Hex.value(of: text[index]) else { return nil }
                high = high << 4 | low >> 60
                low = low << 4 | UInt64(digit)
            }
        }
        return UInt128(high) << 64 | UInt128(low)
    }

    /// From sixteen bytes in base64url without padding, which are 22 characters (W3C EME §9.1.3).
    package init(base64URL text: Span<UInt8>) throws(Malformed) {
        guard text.count == 22 else { throw Malformed(offset: text.count, expected: "a key ID of 22 characters") }
        let values = Base64.urlValues
        var seen: UInt8 = 0
        var value: UInt128 = 0
        for index in 0..<21 {
            let digit = values[Int(text[index])]
            seen |= digit
            value = value << 6 | UInt128(truncatingIfNeeded: digit)
        }
        // Of the last one's six bits two are left, and the rest must be zero (RFC 4648 §3.5).
        let last = values[Int(text[21])]
        guard seen | last < 64 else { throw Self.foreignCharacter(in: text, values) }
        guard last & 15 == 0 else { throw Malformed(offset: 22, expected: "zero bits at the end") }
        self.value = value << 2 | UInt128(truncatingIfNeeded: last >> 4)
    }

    private static func foreignCharacter(in text: Span<UInt8>, _ values: [UInt8]) -> Malformed {
        let offset = text.indices.first { values[Int(text[$0])] > 63 } ?? 0
        return Malformed(offset: offset, expected: "a base64 character")
    }

    /// Writes the sixteen bytes in base64url without padding.
    package func appendBase64URL(to text: inout [UInt8]) {
        let characters = Base64.urlCharacters
        var written = InlineArray<22, UInt8>(repeating: characters[Int(truncatingIfNeeded: value << 4 & 63)])
        var rest = value >> 2
        for place in (0..<21).reversed() {
            written[place] = characters[Int(truncatingIfNeeded: rest & 63)]
            rest >>= 6
        }
        text.append(copying: written.span)
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// Writes the sixteen bytes behind what `bytes` holds.
    package func append(to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: value.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }
}

extension KeyID: CustomStringConvertible {
    /// As a UUID in lower case, the way packagers and logs write it.
    package var description: String { UUIDText.format(value) }
}
