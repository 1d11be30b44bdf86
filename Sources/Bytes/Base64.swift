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
        let byteCount = count / 4 * 3 + (rest == 0 ? 0 : rest - 1)
        var seen: UInt32 = 0
        var unused: UInt32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { output, written in
            unsafe values.withUnsafeBufferPointer { values in
                unsafe (seen, unused) = Self.decode(text, count: count, values, into: output)
            }
            written = byteCount
        }
        guard seen < 64 else { throw foreignCharacter(in: text) }
        // RFC 4648 §3.5: bits that no byte uses are zero, or two texts would mean the same key.
        guard unused == 0 else { throw Malformed(offset: count, expected: "zero bits at the end") }
        return bytes
    }

    /// Unchecked: `text` has `count` characters, `output` is as long as they are worth, `values` has 256 entries.
    ///
    /// - Returns: all bits of all values, of which one above 63 is a foreign character's, and the bits that no byte
    ///   used.
    private static func decode(
        _ text: Span<UInt8>, count: Int, _ values: UnsafeBufferPointer<UInt8>,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) -> (seen: UInt32, unused: UInt32) {
        func value(_ index: Int) -> UInt32 { unsafe UInt32(values[Int(text[unchecked: index])]) }
        var seen: UInt32 = 0
        var (index, place) = (0, 0)
        while index + 4 <= count {
            let (a, b, c, d) = (value(index), value(index + 1), value(index + 2), value(index + 3))
            seen |= a | b | c | d
            unsafe output[place] = UInt8(truncatingIfNeeded: a &<< 2 | b &>> 4)
            unsafe output[place + 1] = UInt8(truncatingIfNeeded: b &<< 4 | c &>> 2)
            unsafe output[place + 2] = UInt8(truncatingIfNeeded: c &<< 6 | d)
            (index, place) = (index + 4, place + 3)
        }
        guard index < count else { return (seen, 0) }
        let (a, b) = (value(index), value(index + 1))
        unsafe output[place] = UInt8(truncatingIfNeeded: a &<< 2 | b &>> 4)
        guard index + 2 < count else { return (seen | a | b, b & 15) }
        let c = value(index + 2)
        unsafe output[place + 1] = UInt8(truncatingIfNeeded: b &<< 4 | c &>> 2)
        return (seen | a | b | c, c & 3)
    }

    private func foreignCharacter(in text: Span<UInt8>) -> Malformed {
        let offset = text.indices.first { values[Int(text[$0])] == 255 } ?? 0
        return Malformed(offset: offset, expected: "a base64 character")
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
    /// What each character of the URL alphabet is worth, or 255.
    static var urlValues: [UInt8] { url.values }
}
