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
        let bytes = Array(bytes)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes.span, to: &text)
        return text
    }

    /// Writes `bytes` behind what `text` holds.
    package func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        var index = 0
        while index + 3 <= bytes.count {
            let bits = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            text.append(characters[Int(bits >> 18)])
            text.append(characters[Int(bits >> 12 & 63)])
            text.append(characters[Int(bits >> 6 & 63)])
            text.append(characters[Int(bits & 63)])
            index += 3
        }
        let rest = bytes.count - index
        guard rest > 0 else { return }
        let bits = UInt32(bytes[index]) << 16 | (rest == 2 ? UInt32(bytes[index + 1]) << 8 : 0)
        text.append(characters[Int(bits >> 18 & 63)])
        text.append(characters[Int(bits >> 12 & 63)])
        if rest == 2 { text.append(characters[Int(bits >> 6 & 63)]) }
        if isPadded { text.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - rest)) }
    }

    /// Reads the whole of `text`; a foreign character, wrong padding or a stray bit is an error.
    package func decode(_ text: some Collection<UInt8>) throws(Malformed) -> [UInt8] {
        let text = Array(text)
        return try decode(text.span)
    }

    package func decode(_ text: Span<UInt8>) throws(Malformed) -> [UInt8] {
        let count = try countWithoutPadding(text)
        let rest = count % 4
        guard rest != 1 else { throw Malformed(offset: count, expected: "a whole base64 group") }
        var bytes = [UInt8](repeating: 0, count: count / 4 * 3 + (rest == 0 ? 0 : rest - 1))
        var output = bytes.mutableSpan
        let values = values.span
        var (index, place) = (0, 0)
        while index + 4 <= count {
            let bits = try group(text, values, at: index, count: 4)
            output[place] = UInt8(truncatingIfNeeded: bits >> 16)
            output[place + 1] = UInt8(truncatingIfNeeded: bits >> 8)
            output[place + 2] = UInt8(truncatingIfNeeded: bits)
            (index, place) = (index + 4, place + 3)
        }
        guard rest > 0 else { return bytes }
        let bits = try group(text, values, at: index, count: rest)
        // RFC 4648 §3.5: bits that no byte uses are zero, or two texts would mean the same key.
        guard bits & (rest == 2 ? 0xFFFF : 0xFF) == 0 else {
            throw Malformed(offset: count, expected: "zero bits at the end")
        }
        output[place] = UInt8(truncatingIfNeeded: bits >> 16)
        if rest == 3 { output[place + 1] = UInt8(truncatingIfNeeded: bits >> 8) }
        return bytes
    }

    /// The 24 bits of up to four characters; those that are missing count as zeros.
    @inline(__always)
    private func group(
        _ text: Span<UInt8>, _ values: Span<UInt8>, at index: Int, count: Int
    ) throws(Malformed) -> UInt32 {
        var bits: UInt32 = 0
        var anyBits: UInt8 = 0
        for place in 0..<count {
            let value = values[Int(text[index + place])]
            anyBits |= value
            bits |= UInt32(value & 63) << UInt32(18 - 6 * place)
        }
        guard anyBits < 64 else {
            let foreign = (index..<index + count).first { values[Int(text[$0])] == 255 }
            throw Malformed(offset: foreign ?? index, expected: "a base64 character")
        }
        return bits
    }

    private func countWithoutPadding(_ text: Span<UInt8>) throws(Malformed) -> Int {
        guard isPadded else { return text.count }
        guard text.count % 4 == 0 else { throw Malformed(offset: text.count, expected: "base64 padding") }
        var count = text.count
        while count > max(0, text.count - 2), text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        return count
    }
}

extension Base64 {
    /// What a character of the URL alphabet is worth, or 255.
    static func urlValue(_ character: UInt8) -> UInt8 { url.values[Int(character)] }
    static func urlCharacter(_ value: UInt8) -> UInt8 { url.characters[Int(value & 63)] }
}
