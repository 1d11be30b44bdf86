/// Which content key: the KID of ISO/IEC 23001-7, sixteen bytes in the order the media file holds them.
package struct KeyID: Hashable, Sendable {
    // In halves: a UInt128 would have whatever holds one, arrays too, lie at a multiple of sixteen, which takes longer
    // to allocate.
    private let high: UInt64
    private let low: UInt64

    package var value: UInt128 { UInt128(high) << 64 | UInt128(low) }

    package init(_ value: UInt128) {
        high = UInt64(truncatingIfNeeded: value >> 64)
        low = UInt64(truncatingIfNeeded: value)
    }

    /// From exactly sixteen bytes.
    package init(bytes: some Collection<UInt8>) throws(Malformed) {
        guard bytes.count == 16 else { throw Malformed(offset: 0, expected: "a key ID of 16 bytes") }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for byte in bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
        }
        (self.high, self.low) = (high, low)
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
        func bits(_ places: Range<Int>) -> UInt64 {
            var bits: UInt64 = 0
            for place in places {
                let digit = values[Int(text[place])]
                seen |= digit
                bits = bits &<< 6 | UInt64(digit)
            }
            return bits
        }
        let (first, second, last) = (bits(0..<10), bits(10..<20), bits(20..<22))
        guard seen < 64 else { throw Self.foreignCharacter(in: text, values) }
        // Of the last one's six bits two are left, and the rest must be zero (RFC 4648 §3.5).
        guard last & 15 == 0 else { throw Malformed(offset: 22, expected: "zero bits at the end") }
        high = first &<< 4 | second &>> 56
        low = second &<< 8 | last &>> 4
    }

    private static func foreignCharacter(in text: Span<UInt8>, _ values: [UInt8]) -> Malformed {
        let offset = text.indices.first { values[Int(text[$0])] > 63 } ?? 0
        return Malformed(offset: offset, expected: "a base64 character")
    }

    /// Writes the sixteen bytes in base64url without padding.
    package func appendBase64URL(to output: inout OutputSpan<UInt8>) { output.append(base64URL: value) }

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
