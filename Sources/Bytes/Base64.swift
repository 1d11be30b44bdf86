/// Base 64 (RFC 4648 §4 and §5), strict both ways: one spelling for each value.
package struct Base64: Sendable {
    /// `+ /` and padding (§4): HTTP Basic, CPIX, the packager interfaces.
    package static let standard = Base64(alphabet: "+/", isPadded: true)
    /// `- _` and no padding (§5): ClearKey, JWT.
    ///
    /// Padding is refused, as Chromium refuses ours.
    package static let url = Base64(alphabet: "-_", isPadded: false)

    private let isPadded: Bool
    private let characters: [UInt8]
    /// The value of each ASCII character, or 255.
    private let values: [UInt8]

    private init(alphabet lastTwo: String, isPadded: Bool) {
        self.isPadded = isPadded
        characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(lastTwo)".utf8)
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
        self.values = values
    }

    package func encode(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: encodedBytes(bytes), as: UTF8.self)
    }

    package func encodedBytes(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var bitCount = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(characters[Int(bits >> UInt32(bitCount) & 63)])
            }
        }
        if bitCount > 0 { text.append(characters[Int(bits << UInt32(6 - bitCount) & 63)]) }
        while isPadded && text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        return text
    }

    /// Reads the whole of `text`; a foreign character, wrong padding or a stray bit is an error.
    package func decode(_ text: some Collection<UInt8>) throws(Malformed) -> [UInt8] {
        let body = try withoutPadding(Array(text))
        guard body.count % 4 != 1 else { throw Malformed(offset: body.count, expected: "a whole base64 group") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount = 0
        for (offset, character) in body.enumerated() {
            let value = values[Int(character)]
            guard value != 255 else { throw Malformed(offset: offset, expected: "a base64 character") }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
        // RFC 4648 §3.5: bits that no byte uses are zero, or two texts would mean the same key.
        guard bits & (1 << UInt32(bitCount) - 1) == 0 else {
            throw Malformed(offset: body.count, expected: "zero bits at the end")
        }
        return bytes
    }

    private func withoutPadding(_ text: [UInt8]) throws(Malformed) -> ArraySlice<UInt8> {
        guard isPadded else { return text[...] }
        guard text.count % 4 == 0 else { throw Malformed(offset: text.count, expected: "base64 padding") }
        return text.dropLast(text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count)
    }
}
