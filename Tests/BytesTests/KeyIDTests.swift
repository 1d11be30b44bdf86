import Bytes
import Testing

@Suite("Key ID")
struct KeyIDTests {
    static let text = "00010203-0405-0607-0809-0a0b0c0d0e0f"

    @Test(
        "a UUID, bare digits and upper case name the same key",
        arguments: [text, "000102030405060708090a0b0c0d0e0f", "00010203-0405-0607-0809-0A0B0C0D0E0F"])
    func spellings(text: String) throws {
        let keyID = try KeyID(text)

        #expect(keyID.bytes == [UInt8](0...15))
        #expect(keyID.description == Self.text)
        #expect(try keyID == KeyID(bytes: [UInt8](0...15)))
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "00", "000102030405060708090a0b0c0d0e0", "000102030405060708090a0b0c0d0e0f00",
            "00010203-0405-0607-0809-0a0b0c0d0e0", "00010203x0405-0607-0809-0a0b0c0d0e0f",
            "{00010203-0405-0607-0809-0a0b0c0d0e0f}", "0001020-30405-0607-0809-0a0b0c0d0e0f",
            "00010203-0405-0607-0809-0a0b0c0d0e0é",
        ])
    func refusals(text: String) {
        #expect(throws: Malformed.self) { try KeyID(text) }
    }

    @Test("each bit stands where it belongs in base64url, of a key ID and of a key", arguments: 0..<128)
    func base64URL(bit: Int) throws {
        let keyID = KeyID(UInt128(1) << UInt128(bit) | 1)
        var text: [UInt8] = []
        text.append(addingCapacity: 44) { output in
            keyID.appendBase64URL(to: &output)
            Secret(copying: keyID.bytes).appendBase64URL(to: &output)
        }

        #expect(text.prefix(22).elementsEqual(Base64.url.encodedBytes(keyID.bytes)))
        #expect(text.suffix(22).elementsEqual(text.prefix(22)))
        #expect(try KeyID(base64URL: text.span.extracting(first: 22)) == keyID)
    }

    @Test("only sixteen bytes make a key ID", arguments: [0, 15, 17])
    func length(count: Int) {
        #expect(throws: Malformed.self) { try KeyID(bytes: [UInt8](repeating: 1, count: count)) }
    }
}
