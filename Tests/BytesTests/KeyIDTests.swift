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

    @Test("only sixteen bytes make a key ID", arguments: [0, 15, 17])
    func length(count: Int) {
        #expect(throws: Malformed.self) { try KeyID(bytes: [UInt8](repeating: 1, count: count)) }
    }
}
