import Bytes
import Testing

@Suite("Base64")
struct Base64Tests {
    static let vectors: [(text: String, encoded: String)] = [  // RFC 4648 §10
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]

    @Test("the vectors of RFC 4648 §10 hold both ways", arguments: vectors)
    func published(text: String, encoded: String) throws {
        #expect(Base64.standard.encode(Array(text.utf8)) == encoded)
        #expect(try Base64.standard.decode(Array(encoded.utf8)) == Array(text.utf8))
    }

    @Test("the URL alphabet writes the same vectors without padding", arguments: vectors)
    func withoutPadding(text: String, encoded: String) throws {
        let bare = String(encoded.prefix { $0 != "=" })

        #expect(Base64.url.encode(Array(text.utf8)) == bare)
        #expect(try Base64.url.decode(Array(bare.utf8)) == Array(text.utf8))
    }

    @Test("the last two characters are what tells the alphabets apart")
    func alphabets() throws {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xFF]

        #expect(Base64.standard.encode(bytes) == "++//")
        #expect(Base64.url.encode(bytes) == "--__")
        #expect(throws: Malformed.self) { try Base64.url.decode(Array("++//".utf8)) }
        #expect(throws: Malformed.self) { try Base64.standard.decode(Array("--__".utf8)) }
    }

    @Test("every byte value survives the way out and back")
    func roundTrip() throws {
        let bytes = [UInt8](0...255)

        for count in 0...bytes.count {
            let part = bytes.prefix(count)
            #expect(try Base64.standard.decode(Array(Base64.standard.encode(part).utf8)) == Array(part))
            #expect(try Base64.url.decode(Array(Base64.url.encode(part).utf8)) == Array(part))
        }
    }

    @Test(
        "padded text with a foreign character, wrong padding or a stray bit is refused",
        arguments: ["Zg=", "Zg", "Z===", "====", "Zh==", "Zm9=", "Zm9v\n", "Zm 9", "Zg==Zg==", "=Zg=", "Zg==="])
    func strictStandard(text: String) {
        #expect(throws: Malformed.self) { try Base64.standard.decode(Array(text.utf8)) }
    }

    @Test(
        "bare text with padding, a lone character or a stray bit is refused",
        arguments: ["Zg==", "Z", "Zh", "Zm9", "Zm9v="])
    func strictURL(text: String) {
        #expect(throws: Malformed.self) { try Base64.url.decode(Array(text.utf8)) }
    }

    @Test("the error names the place of the foreign character")
    func errorPlace() {
        #expect(throws: Malformed(offset: 2, expected: "a base64 character")) {
            try Base64.url.decode(Array("Zm*v".utf8))
        }
    }
}
